package dev.runnel.load;

/**
 * The text of one token: a mark, its number, the time it was sent, and characters of three and four
 * bytes. All have one length, so that they are told apart however they are joined on their way.
 */
final class Token {

  /** The length of each token's text, in chars. */
  static final int CHARS = 26;

  private static final char MARK = '@';
  private static final int NUMBER = 1;
  private static final int TIME = 7;
  private static final int TAIL_AT = 23;
  private static final String TAIL = "流😀";
  private static final int HEX_DIGIT_BITS = 4;

  private Token() {}

  /** A token's text; it needs no escapes in JSON. */
  static String text(int number, long sentNanos) {
    StringBuilder out = new StringBuilder(CHARS).append(MARK);
    appendHex(out, number, TIME - NUMBER);
    appendHex(out, sentNanos, TAIL_AT - TIME);
    return out.append(TAIL).toString();
  }

  private static void appendHex(StringBuilder out, long value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      out.append(Character.forDigit((int) (value >>> (i * HEX_DIGIT_BITS)) & 0xF, 16));
    }
  }

  /** Whether a token's text stands at a place. */
  static boolean standsAt(String text, int at) {
    return text.charAt(at) == MARK && text.startsWith(TAIL, at + TAIL_AT);
  }

  /** The number of the token at a place. */
  static int number(String text, int at) {
    return Integer.parseInt(text, at + NUMBER, at + TIME, 16);
  }

  /** When the token at a place was sent, by {@link System#nanoTime}. */
  static long sentNanos(String text, int at) {
    return Long.parseUnsignedLong(text, at + TIME, at + TAIL_AT, 16);
  }
}
