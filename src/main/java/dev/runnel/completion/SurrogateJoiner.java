package dev.runnel.completion;

/**
 * Keeps text whole where a model's tokens tear it: the first half of a surrogate pair waits for the
 * second, and a half that stays alone becomes U+FFFD. One instance per text; not thread-safe.
 */
public final class SurrogateJoiner {

  private static final char REPLACEMENT = '\ufffd';

  private char held;

  /** The text that is certain now, which may be empty. */
  public String join(String text) {
    StringBuilder joined = new StringBuilder(text.length() + 1);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (held != 0) {
        if (Character.isLowSurrogate(c)) {
          joined.append(held).append(c);
          held = 0;
          continue;
        }
        joined.append(REPLACEMENT);
        held = 0;
      }
      if (Character.isHighSurrogate(c)) {
        held = c;
      } else {
        joined.append(Character.isLowSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return joined.toString();
  }

  /** What is still held back when nothing more comes: U+FFFD, or nothing. */
  public String end() {
    if (held == 0) {
      return "";
    }
    held = 0;
    return String.valueOf(REPLACEMENT);
  }
}
