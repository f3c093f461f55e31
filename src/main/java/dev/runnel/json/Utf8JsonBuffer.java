package dev.runnel.json;

import java.util.Arrays;

/**
 * A growing buffer of JSON in UTF-8. What was appended never changes, so a reader that knows a
 * range of it may read that range from {@link #array} while more is appended, as long as it learned
 * of the range after the append (a lock, a volatile).
 *
 * <p>Not thread-safe for appending.
 */
public final class Utf8JsonBuffer {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes;
  private int length;

  /** A buffer with room for so many bytes before it grows. */
  public Utf8JsonBuffer(int initialBytes) {
    bytes = new byte[Math.max(16, initialBytes)];
  }

  /** The bytes so far. */
  public int length() {
    return length;
  }

  /** The array that holds the bytes now; a later append may move to another one. */
  public byte[] array() {
    return bytes;
  }

  /** Forgets all bytes and keeps the room. For a buffer that no other reader knows. */
  public void clear() {
    length = 0;
  }

  /** The bytes so far, copied. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Appends bytes that are JSON already. */
  public Utf8JsonBuffer append(byte[] json, int from, int to) {
    reserve(to - from);
    System.arraycopy(json, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /** Appends bytes that are JSON already. */
  public Utf8JsonBuffer append(byte[] json) {
    return append(json, 0, json.length);
  }

  /** Appends text that is JSON already. */
  public Utf8JsonBuffer append(CharSequence json) {
    growTo(roomFor(json, 1));
    encode(json, false);
    return this;
  }

  /** Appends text as a JSON string with its quotes. */
  public Utf8JsonBuffer appendString(CharSequence text) {
    reserve(1);
    bytes[length++] = '"';
    appendEscaped(text);
    reserve(1);
    bytes[length++] = '"';
    return this;
  }

  /**
   * Appends text as the inside of a JSON string: escaped, without quotes, so that escaped pieces
   * concatenate. A lone surrogate becomes U+FFFD.
   */
  public Utf8JsonBuffer appendEscaped(CharSequence text) {
    growTo(roomFor(text, 1));
    encode(text, true);
    return this;
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[length++] = (byte) c;
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      case '\b' -> bytes[length++] = 'b';
      case '\f' -> bytes[length++] = 'f';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[c >> 4];
        bytes[length++] = HEX[c & 15];
      }
    }
  }

  /** Writes text as UTF-8, where there is room for it. */
  private void encode(CharSequence text, boolean escaped) {
    byte[] to = bytes;
    int at = length;
    int end = text.length();
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        if (escaped && (c < ' ' || c == '"' || c == '\\')) {
          length = at;
          escape(c);
          at = length;
        } else {
          to[at++] = (byte) c;
        }
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | (c >> 6));
        to[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int codePoint = Character.toCodePoint(c, text.charAt(++i));
        to[at++] = (byte) (0xf0 | (codePoint >> 18));
        to[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        to[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        to[at++] = (byte) (0x80 | (codePoint & 0x3f));
      } else {
        char d = Character.isSurrogate(c) ? '\ufffd' : c;
        to[at++] = (byte) (0xe0 | (d >> 12));
        to[at++] = (byte) (0x80 | ((d >> 6) & 0x3f));
        to[at++] = (byte) (0x80 | (d & 0x3f));
      }
    }
    length = at;
  }

  /**
   * The room, in bytes, in which text fits too, escaped or as it is: what there is, else more.
   *
   * @param part how much more at the least: one part of so many
   */
  public int roomFor(CharSequence text, int part) {
    // Counted only where it matters: most text is short, and fits in any case.
    return bytes.length - length >= 6L * text.length()
        ? bytes.length
        : roomFor(escapedBytes(text), part);
  }

  private int roomFor(int more, int part) {
    return bytes.length - length >= more
        ? bytes.length
        : Math.max(Math.addExact(length, more), bytes.length + bytes.length / part);
  }

  /** Makes the room so large, in bytes, if it is not. */
  public void growTo(int room) {
    if (room > bytes.length) {
      bytes = Arrays.copyOf(bytes, room);
    }
  }

  /** The bytes that text takes when it is appended escaped. */
  public static int escapedBytes(CharSequence text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        bytes += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
      } else if (c < 0x80) {
        bytes += c == '"' || c == '\\' ? 2 : 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** Forgets all bytes and gives back their room. Readers keep what they know. */
  public void release() {
    bytes = new byte[0];
    length = 0;
  }

  /** Gives back the room that is not used. What readers know stays as it is. */
  public void trim() {
    if (length < bytes.length) {
      bytes = Arrays.copyOf(bytes, length);
    }
  }

  private void reserve(int more) {
    growTo(roomFor(more, 1));
  }
}
