package dev.runnel.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An origin as an administrator writes it, such as {@code https://portal.example:8443}. */
final class WrittenOrigin {

  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  private WrittenOrigin() {}

  /**
   * The origin as browsers write it: in lower case, without its scheme's own port.
   *
   * @return empty when it is none, such as one with a path
   */
  static Optional<String> normal(String written) {
    String origin = written.toLowerCase(Locale.ROOT);
    return ORIGIN.matcher(origin).matches()
        ? Optional.of(origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2"))
        : Optional.empty();
  }
}
