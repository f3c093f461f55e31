package dev.runnel.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting as it holds. Of a secret it is known whether it is set, never what it is.
 *
 * @param variable its name as an environment variable, such as {@code ARK_API_KEY}
 * @param secret whether it is a key
 * @param value the value that holds, as it was written or as the README writes the default; null
 *     for a secret, and where there is neither a value nor a default
 * @param origin where it was set, or null where nobody has set it
 */
public record EffectiveSetting(
    String variable, boolean secret, @Nullable String value, @Nullable Origin origin) {

  /**
   * The source of a value.
   *
   * @param source the name that MicroProfile Config gives it
   * @param ordinal its rank: of two sources that know a setting, the higher one wins
   */
  public record Origin(String source, int ordinal) {}

  /** A setting as it holds. */
  public EffectiveSetting {
    if (secret && value != null) {
      throw new IllegalArgumentException(variable + " is a secret: its value is told to nobody");
    }
  }

  /** Whether somebody has set it; else the default holds. */
  public boolean set() {
    return origin != null;
  }
}
