package dev.runnel.load;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one HTTP/1.1 reply: its head, and its body without the chunks it came in. Bytes may be cut
 * anywhere. For one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class ReplyDecoder {

  /** Hears of the reply, inside {@link #feed}. */
  interface Listener {
    void head(int status, Map<String, String> headers);

    void body(byte[] bytes, int offset, int length);
  }

  private enum State {
    STATUS,
    HEADERS,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    LENGTH,
    UNTIL_CLOSE,
    WHOLE
  }

  private static final int NO_CONTENT = 204;

  private final Listener listener;
  private final StringBuilder line = new StringBuilder();
  private final Map<String, String> headers = new HashMap<>();
  private State state = State.STATUS;
  private int status;

  /** What is left of the chunk, or of a body whose length was told. */
  private long left;

  ReplyDecoder(Listener listener) {
    this.listener = listener;
  }

  /** Takes the next bytes; what comes after a whole reply is dropped. */
  void feed(byte[] bytes, int length) {
    int at = 0;
    while (at < length && state != State.WHOLE) {
      if (state == State.CHUNK || state == State.LENGTH || state == State.UNTIL_CLOSE) {
        int count = state == State.UNTIL_CLOSE ? length - at : (int) Math.min(left, length - at);
        left -= count;
        if (state != State.UNTIL_CLOSE && left == 0) {
          state = state == State.CHUNK ? State.CHUNK_END : State.WHOLE;
        }
        listener.body(bytes, at, count);
        at += count;
      } else if (bytes[at++] == '\n') {
        String text = line.toString();
        line.setLength(0);
        onLine(text);
      } else if (bytes[at - 1] != '\r') {
        line.append((char) (bytes[at - 1] & 0xFF));
      }
    }
  }

  /** Whether the reply is whole, when the connection has been closed or not. */
  boolean isWhole(boolean closed) {
    return state == State.WHOLE || (closed && state == State.UNTIL_CLOSE);
  }

  private void onLine(String text) {
    switch (state) {
      case STATUS -> {
        status = Integer.parseInt(text.split(" ", 3)[1]);
        state = State.HEADERS;
      }
      case HEADERS -> {
        if (text.isEmpty()) {
          onHeadEnd();
        } else {
          int colon = text.indexOf(':');
          headers.put(
              text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1).strip());
        }
      }
      case CHUNK_SIZE -> {
        left = Long.parseLong(text.split(";", 2)[0].strip(), 16);
        state = left == 0 ? State.TRAILERS : State.CHUNK;
      }
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILERS -> state = text.isEmpty() ? State.WHOLE : State.TRAILERS;
      default -> throw new IllegalStateException("no line is read in " + state);
    }
  }

  private void onHeadEnd() {
    String length = headers.get("content-length");
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      state = State.CHUNK_SIZE;
    } else if (status == NO_CONTENT || "0".equals(length)) {
      state = State.WHOLE;
    } else if (length != null) {
      left = Long.parseLong(length);
      state = State.LENGTH;
    } else {
      state = State.UNTIL_CLOSE;
    }
    listener.head(status, Map.copyOf(headers));
  }
}
