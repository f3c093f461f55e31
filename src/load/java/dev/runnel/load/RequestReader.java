package dev.runnel.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the bodies of requests that tell their length, one after the other. */
final class RequestReader {

  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length:";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The body of the request that is whole with these bytes, a char for a byte, or null. */
  @Nullable String feed(byte[] array, int count) {
    bytes.write(array, 0, count);
    String text = bytes.toString(ISO_8859_1);
    int headEnd = text.indexOf(HEAD_END);
    if (headEnd < 0) {
      return null;
    }
    int bodyStart = headEnd + HEAD_END.length();
    int bodyEnd = bodyStart + length(text.substring(0, headEnd + 2).toLowerCase(Locale.ROOT));
    if (text.length() < bodyEnd) {
      return null;
    }
    bytes.reset();
    return text.substring(bodyStart, bodyEnd);
  }

  private static int length(String head) {
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      throw new IllegalArgumentException("the request does not tell its length: " + head);
    }
    int start = at + LENGTH.length();
    return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
  }
}
