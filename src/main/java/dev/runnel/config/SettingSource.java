package dev.runnel.config;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings by their property names, such as {@code ark.api-key}, and names them in messages
 * as administrators mostly write them: {@code ARK_API_KEY}. An empty value counts as not set.
 */
final class SettingSource {

  private static final Pattern BYTES = Pattern.compile("(\\d{1,15})\\s*(KiB|MiB|GiB)?");

  private final Function<String, Optional<String>> lookup;
  private final ReadSettings read = new ReadSettings();

  SettingSource(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
  }

  /** The property's name as an environment variable. */
  static String env(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** What was read. */
  ReadSettings read() {
    return read;
  }

  /** Whether a setting is set. */
  boolean isSet(String property) {
    return written(property).isPresent();
  }

  private Optional<String> written(String property) {
    return lookup.apply(property).map(String::strip).filter(value -> !value.isEmpty());
  }

  Optional<String> text(String property) {
    Optional<String> value = written(property);
    read.plain(property, value.orElse(null));
    return value;
  }

  String text(String property, String otherwise) {
    return text(property).orElseGet(() -> otherwise(property, otherwise));
  }

  /** Takes note of what holds where nothing was set. */
  String otherwise(String property, String value) {
    read.plain(property, value);
    return value;
  }

  /** A key, which goes into a header and never into a message. */
  Optional<Secret> secret(String property) {
    Optional<String> value = written(property);
    read.secret(property);
    if (value.isPresent() && !value.get().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidSettingException(
          env(property)
              + " holds a character that no HTTP header can carry: allowed are printable ASCII"
              + " characters without blanks.");
    }
    return value.map(Secret::new);
  }

  /** A secret of several lines, which nobody is told of. */
  Optional<Secret> secretText(String property) {
    read.secret(property);
    return written(property).map(Secret::new);
  }

  /** Values separated by commas or blanks. */
  List<String> list(String property) {
    return text(property).stream()
        .flatMap(value -> Arrays.stream(value.split("[,\\s]", -1)))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** A duration from {@code shortest} to {@code longest}, both included. */
  Duration duration(String property, Duration shortest, Duration otherwise, Duration longest) {
    Optional<String> value = text(property);
    if (value.isEmpty()) {
      read.plain(property, otherwise.toString());
      return otherwise;
    }
    String allowed =
        "allowed are ISO-8601 durations from "
            + shortest
            + " to "
            + longest
            + ", such as "
            + otherwise;
    try {
      Duration duration = Duration.parse(value.get());
      if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
        throw invalid(property, value.get(), allowed);
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw invalid(property, value.get(), allowed);
    }
  }

  /** A whole number from {@code least} to {@code most}, both included. */
  int number(String property, int least, int otherwise, int most) {
    Optional<String> value = text(property);
    if (value.isEmpty()) {
      read.plain(property, Integer.toString(otherwise));
      return otherwise;
    }
    String allowed =
        "allowed are whole numbers from " + least + " to " + most + ", such as " + otherwise;
    try {
      int number = Integer.parseInt(value.get());
      if (number < least || number > most) {
        throw invalid(property, value.get(), allowed);
      }
      return number;
    } catch (NumberFormatException e) {
      throw invalid(property, value.get(), allowed);
    }
  }

  /** An amount of memory in bytes, from {@code least} to {@code most}, both included. */
  long bytes(String property, long least, long otherwise, long most) {
    Optional<String> value = text(property);
    if (value.isEmpty()) {
      read.plain(property, mebibytes(otherwise));
      return otherwise;
    }
    Matcher written = BYTES.matcher(value.get());
    if (written.matches()) {
      int shift =
          switch (String.valueOf(written.group(2))) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
          };
      BigInteger bytes = new BigInteger(written.group(1)).shiftLeft(shift);
      if (bytes.compareTo(BigInteger.valueOf(least)) >= 0
          && bytes.compareTo(BigInteger.valueOf(most)) <= 0) {
        return bytes.longValueExact();
      }
    }
    throw invalid(
        property,
        value.get(),
        "allowed are numbers of bytes, alone or with KiB, MiB or GiB, from "
            + mebibytes(least)
            + " to "
            + mebibytes(most)
            + ", such as "
            + mebibytes(otherwise));
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  static InvalidSettingException invalid(String property, String value, String allowed) {
    return new InvalidSettingException(env(property) + " is '" + value + "': " + allowed + ".");
  }

  static InvalidSettingException missing(String property, String why) {
    return new InvalidSettingException(env(property) + " is not set: " + why + ".");
  }
}
