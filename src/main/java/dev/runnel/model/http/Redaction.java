package dev.runnel.model.http;

import dev.runnel.config.Secret;
import org.jspecify.annotations.Nullable;

/** Makes a provider's words fit to be shown: without the key, on one line, not too long. */
final class Redaction {

  private final String key;

  Redaction(@Nullable Secret key) {
    this.key = key == null ? "" : key.reveal();
  }

  /**
   * The text with {@code ***} for each occurrence of the key, spaces for control characters, and at
   * most {@code max} characters.
   */
  @Nullable String shown(@Nullable String text, int max) {
    if (text == null) {
      return null;
    }
    String safe = key.isEmpty() ? text : text.replace(key, "***");
    StringBuilder line = new StringBuilder(Math.min(safe.length(), max));
    for (int i = 0; i < safe.length() && i < max; i++) {
      char c = safe.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    int last = line.length() - 1;
    if (last >= 0 && Character.isHighSurrogate(line.charAt(last))) {
      line.setLength(last);
    }
    return line.toString().strip();
  }
}
