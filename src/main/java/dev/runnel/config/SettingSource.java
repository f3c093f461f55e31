package dev.runnel.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads settings by their property names, such as {@code ark.api-key}, and names them in messages
 * as administrators mostly write them: {@code ARK_API_KEY}. An empty value counts as not set.
 */
final class SettingSource {

  private final Function<String, Optional<String>> lookup;

  SettingSource(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
  }

  /** The property's name as an environment variable. */
  static String env(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  Optional<String> text(String property) {
    return lookup.apply(property).map(String::strip).filter(value -> !value.isEmpty());
  }

  String text(String property, String otherwise) {
    return text(property).orElse(otherwise);
  }

  /** A key, which goes into a header and never into a message. */
  Optional<Secret> secret(String property) {
    Optional<String> value = text(property);
    if (value.isPresent() && !value.get().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidSettingException(
          env(property)
              + " holds a character that no HTTP header can carry: allowed are printable ASCII"
              + " characters without blanks.");
    }
    return value.map(Secret::new);
  }

  /** Values separated by commas, without blanks around them. */
  List<String> list(String property) {
    return text(property).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** A duration from {@code shortest} to {@code longest}, both included. */
  Duration duration(String property, Duration shortest, Duration otherwise, Duration longest) {
    Optional<String> value = text(property);
    if (value.isEmpty()) {
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

  static InvalidSettingException invalid(String property, String value, String allowed) {
    return new InvalidSettingException(env(property) + " is '" + value + "': " + allowed + ".");
  }

  static InvalidSettingException missing(String property, String why) {
    return new InvalidSettingException(env(property) + " is not set: " + why + ".");
  }
}
