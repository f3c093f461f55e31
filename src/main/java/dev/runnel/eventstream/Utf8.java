package dev.runnel.eventstream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * UTF-8 decoding with replacement, as the Encoding Standard asks.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#utf-8-decoder">WHATWG Encoding, UTF-8 decoder</a>
 */
final class Utf8 {

  private static final byte NEVER_IN_UTF8 = (byte) 0xFF;

  private Utf8() {}

  /** The text of the bytes from {@code start} to before {@code end}. */
  static String decode(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : decodeBroken(bytes, start, end);
  }

  /**
   * For an encoded surrogate the JDK puts one U+FFFD and the standard three, one for each byte.
   * That is all in which they differ, and a lead byte that is invalid by itself makes them agree.
   */
  private static String decodeBroken(byte[] bytes, int start, int end) {
    byte[] copy = new byte[end - start];
    System.arraycopy(bytes, start, copy, 0, copy.length);
    for (int i = 0; i + 1 < copy.length; i++) {
      if (copy[i] == (byte) 0xED && (copy[i + 1] & 0xE0) == 0xA0) {
        copy[i] = NEVER_IN_UTF8;
      }
    }
    return new String(copy, UTF_8);
  }
}
