package dev.runnel.eventstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Splits a byte stream into server-sent events.
 *
 * <p>A chunk may end anywhere, even inside a UTF-8 character or between CR and LF; an event is told
 * as soon as the first byte that ends it is there. Bytes that are not UTF-8 become U+FFFD.
 * Comments, unknown fields and the reconnection time are ignored: a provider's stream is never
 * reconnected. An event still open at {@link #end} is dropped, as the standard asks. One instance
 * per stream; not thread-safe.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, interpreting an event stream</a>
 */
public final class EventStreamDecoder {

  /** The longest line, in bytes without its end, unless another limit is given. */
  public static final int DEFAULT_MAX_LINE_BYTES = 1 << 20;

  /** The longest data of one event, in bytes, unless another limit is given. */
  public static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] DATA = "data".getBytes(UTF_8);
  private static final byte[] EVENT = "event".getBytes(UTF_8);
  private static final byte[] ID = "id".getBytes(UTF_8);

  private final Consumer<ServerSentEvent> listener;
  private final int maxLineBytes;
  private final int maxEventBytes;

  /** The beginning of a line whose end has not arrived. */
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** The data lines of the open event. Decoded once, at its end: LF never is inside a character. */
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Whether the open event has a data line: an empty one is data too. */
  private boolean hasData;

  private String type = "";

  /** The ID the open event has set. It counts only once the event has ended. */
  private String idBuffer = "";

  private String lastEventId = "";

  /**
   * Whether the last chunk ended with CR: an LF at the head of the next belongs to that line end.
   */
  private boolean afterCr;

  /** Whether no line has ended yet: only there a byte order mark is dropped. */
  private boolean firstLine = true;

  private boolean ended;

  /** A decoder with the default limits. */
  public EventStreamDecoder(Consumer<ServerSentEvent> listener) {
    this(listener, DEFAULT_MAX_LINE_BYTES, DEFAULT_MAX_EVENT_BYTES);
  }

  /**
   * A decoder with limits of its own.
   *
   * @param listener hears each event, inside {@link #feed}; what it throws rises from there, and
   *     the rest of that chunk is lost
   * @param maxLineBytes the longest line, comments too, in bytes without its end
   * @param maxEventBytes the longest data of one event, in bytes, the LFs that join its lines
   *     included
   */
  public EventStreamDecoder(
      Consumer<ServerSentEvent> listener, int maxLineBytes, int maxEventBytes) {
    this.listener = listener;
    this.maxLineBytes = maxLineBytes;
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Takes the next bytes, all that remain in the buffer.
   *
   * @throws EventStreamException if a limit is exceeded; the decoder is of no use after it
   * @throws IllegalStateException after {@link #end}
   */
  public void feed(ByteBuffer bytes) {
    // The HTTP client's buffers are read-only, so their arrays are out of reach.
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    feed(copy, 0, copy.length);
  }

  /**
   * Takes the next bytes.
   *
   * @throws EventStreamException if a limit is exceeded; the decoder is of no use after it
   * @throws IllegalStateException after {@link #end}
   */
  public void feed(byte[] bytes, int offset, int length) {
    if (ended) {
      throw new IllegalStateException("the event stream has ended");
    }
    int end = offset + length;
    int i = offset;
    if (afterCr && i < end) {
      afterCr = false;
      if (bytes[i] == '\n') {
        i++;
      }
    }
    int start = i;
    while (i < end) {
      byte b = bytes[i++];
      if (b == '\n') {
        endLine(bytes, start, i - 1);
        start = i;
      } else if (b == '\r') {
        endLine(bytes, start, i - 1);
        if (i == end) {
          afterCr = true;
        } else if (bytes[i] == '\n') {
          i++;
        }
        start = i;
      }
    }
    keep(bytes, start, end);
  }

  /** The stream is over. What is open is dropped. */
  public void end() {
    ended = true;
    line.reset();
    data.reset();
  }

  /** The last event ID: what a client would send to go on after the last event, or "". */
  public String lastEventId() {
    return lastEventId;
  }

  private void keep(byte[] bytes, int start, int end) {
    if (end - start > maxLineBytes - line.size()) {
      throw new EventStreamException(
          "a line of the event stream is longer than " + maxLineBytes + " bytes");
    }
    line.write(bytes, start, end - start);
  }

  private void endLine(byte[] bytes, int start, int end) {
    if (line.size() == 0 && end - start <= maxLineBytes) {
      interpret(bytes, start, end);
    } else {
      keep(bytes, start, end);
      byte[] whole = line.toByteArray();
      line.reset();
      interpret(whole, 0, whole.length);
    }
    firstLine = false;
  }

  private void interpret(byte[] bytes, int lineStart, int end) {
    int start = lineStart;
    if (firstLine && startsWithByteOrderMark(bytes, start, end)) {
      start += BYTE_ORDER_MARK.length;
    }
    if (start == end) {
      dispatch();
      return;
    }
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    if (Arrays.equals(bytes, start, colon, DATA, 0, DATA.length)) {
      addData(bytes, value, end);
    } else if (Arrays.equals(bytes, start, colon, EVENT, 0, EVENT.length)) {
      type = Utf8.decode(bytes, value, end);
    } else if (Arrays.equals(bytes, start, colon, ID, 0, ID.length)) {
      String id = Utf8.decode(bytes, value, end);
      if (id.indexOf('\0') < 0) {
        idBuffer = id;
      }
    }
  }

  private static boolean startsWithByteOrderMark(byte[] bytes, int start, int end) {
    int markEnd = start + BYTE_ORDER_MARK.length;
    return markEnd <= end
        && Arrays.equals(bytes, start, markEnd, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }

  private void addData(byte[] bytes, int start, int end) {
    int joint = hasData ? 1 : 0;
    if (end - start > maxEventBytes - data.size() - joint) {
      throw new EventStreamException(
          "the data of an event is longer than " + maxEventBytes + " bytes");
    }
    if (hasData) {
      data.write('\n');
    }
    data.write(bytes, start, end - start);
    hasData = true;
  }

  private void dispatch() {
    lastEventId = idBuffer;
    if (!hasData) {
      type = "";
      return;
    }
    byte[] bytes = data.toByteArray();
    ServerSentEvent event =
        new ServerSentEvent(
            type.isEmpty() ? "message" : type, Utf8.decode(bytes, 0, bytes.length), lastEventId);
    // Before the listener: what it throws must not leave the event open.
    data.reset();
    hasData = false;
    type = "";
    listener.accept(event);
  }
}
