package dev.runnel.json;

/**
 * One step of a JSON Pointer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901#section-3">RFC 6901, section 3</a>
 */
public final class ReferenceToken {

  private ReferenceToken() {}

  /**
   * Appends {@code "/"} and the token, {@code ~} written as {@code ~0}, {@code /} as {@code ~1}.
   */
  public static void append(StringBuilder pointer, String token) {
    pointer.append('/');
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      switch (c) {
        case '~' -> pointer.append("~0");
        case '/' -> pointer.append("~1");
        default -> pointer.append(c);
      }
    }
  }

  /** How many characters {@link #append} would append. */
  static int length(String token) {
    int length = 1 + token.length();
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '~' || c == '/') {
        length++;
      }
    }
    return length;
  }
}
