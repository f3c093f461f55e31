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

  /** Stands for the middle of an answer that is too long to be remembered whole. */
  static final String OMISSION = "\n[…]\n";

  /** The characters that are remembered at most. */
  static final int MAX_CHARS = Conversation.MAX_CHARS;

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
    if (answer.length() <= MAX_CHARS) {
      return answer;
    }
    int half = (MAX_CHARS - OMISSION.length()) / 2;
    int head = half;
    int tail = answer.length() - half;
    // Neither part begins or ends within a character of two chars.
    if (Character.isHighSurrogate(answer.charAt(head - 1))) {
      head--;
    }
    if (Character.isLowSurrogate(answer.charAt(tail))) {
      tail++;
    }
    return answer.substring(0, head) + OMISSION + answer.substring(tail);
  }
}
