package dev.runnel.conversation;

import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonValue;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.Cursor;
import dev.runnel.log.JsonSlice;
import dev.runnel.log.LogSlice;
import dev.runnel.log.StreamLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is remembered of an answer: all of it, or of a very long one the beginning and the end. Of a
 * long one no more is read, so that it costs the thread that ends it as little as a short one.
 */
final class RememberedAnswer {

  /**
   * The longest answer that is remembered whole, in characters. The thread that ends an answer
   * reads it, and all bytes of providers may come by that one.
   */
  static final int MAX_CHARS = 256 * 1024;

  /** A character takes so many bytes of escaped UTF-8 at most: {@code \}{@code u001b}. */
  private static final int MAX_BYTES_OF_CHAR = 6;

  /** So many bytes at either end hold more than half of what is remembered. */
  private static final int END_BYTES = MAX_BYTES_OF_CHAR * (MAX_CHARS / 2 + 1);

  private static final JsonLimits LIMITS =
      JsonLimits.DEFAULT.withMaxStringChars(Integer.MAX_VALUE).withMaxTotalChars(Integer.MAX_VALUE);

  private RememberedAnswer() {}

  /** Of the answer in a log; empty where there is none. */
  static String of(StreamLog log) {
    Utf8JsonBuffer json = new Utf8JsonBuffer(512);
    json.append("\"");
    Deque<JsonSlice> end = new ArrayDeque<>();
    int endBytes = 0;
    Cursor cursor = log.cursor(0);
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      if (!(slice instanceof LogSlice.Text piece)) {
        continue;
      }
      if (json.length() <= END_BYTES) {
        piece.escaped().appendTo(json);
        continue;
      }
      end.add(piece.escaped());
      endBytes += piece.escaped().length();
      while (endBytes - end.element().length() >= END_BYTES) {
        endBytes -= end.remove().length();
      }
    }
    end.forEach(slice -> slice.appendTo(json));
    json.append("\"");
    String quoted = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    return JsonValue.parse(quoted, LIMITS) instanceof JsonValue.JsonString string
        ? cut(string.value())
        : "";
  }

  /** The same of the whole answer, or of one that lacks nothing of either end. */
  static String cut(String answer) {
    return Excerpt.of(answer, MAX_CHARS);
  }
}
