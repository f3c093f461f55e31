package dev.runnel.config;

import dev.runnel.config.EffectiveSetting.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes note of each setting that is read and of the value that holds. The value of a secret does
 * not get in here. Not thread-safe.
 */
final class ReadSettings {

  /** What may stand in a URL before its host, and after its path: both can hold a password. */
  private static final Pattern USER_INFO = Pattern.compile("://[^\\s,]*@");

  private static final Pattern QUERY = Pattern.compile("(://[^\\s,?]*)\\?[^\\s,]*");

  private final Map<String, Noted> noted = new TreeMap<>();

  private record Noted(boolean secret, @Nullable String value) {}

  /** A setting was read that has this value, or none. */
  void plain(String property, @Nullable String value) {
    note(property, new Noted(false, value == null ? null : withoutCredentials(value)));
  }

  /** A secret was read. */
  void secret(String property) {
    noted.put(property, new Noted(true, null));
  }

  private void note(String property, Noted found) {
    Noted before = noted.get(property);
    if (before == null || (!before.secret && found.value != null)) {
      noted.put(property, found);
    }
  }

  private static String withoutCredentials(String value) {
    return QUERY.matcher(USER_INFO.matcher(value).replaceAll("://")).replaceAll("$1");
  }

  /**
   * What was read until now.
   *
   * @param origins where a property was set
   */
  EffectiveConfiguration report(Function<String, Optional<Origin>> origins) {
    return new EffectiveConfiguration(
        noted.entrySet().stream()
            .map(
                entry ->
                    new EffectiveSetting(
                        SettingSource.env(entry.getKey()),
                        entry.getValue().secret,
                        entry.getValue().value,
                        origins.apply(entry.getKey()).orElse(null)))
            .toList());
  }
}
