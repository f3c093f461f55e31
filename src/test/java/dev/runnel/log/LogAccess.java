package dev.runnel.log;

import dev.runnel.json.JsonValue;
import dev.runnel.json.Utf8JsonBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a log keeps to its package, for tests of others. */
public final class LogAccess {

  private LogAccess() {}

  /** One entry by its number, joined with none. */
  public static LogSlice entry(StreamLog log, long number) {
    LogSlice slice = log.read(number - 1, number);
    if (slice == null) {
      throw new IllegalArgumentException("there is no entry " + number);
    }
    return slice;
  }

  /** What a cursor at a position would read, if it may read up to another. */
  public static @Nullable LogSlice read(StreamLog log, long after, long upTo) {
    return log.read(after, upTo);
  }

  /** The answer so far: all {@code Text} entries. */
  public static String answer(StreamLog log) {
    Utf8JsonBuffer json = new Utf8JsonBuffer(512);
    json.append("\"");
    Cursor cursor = log.cursor(0);
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      if (slice instanceof LogSlice.Text piece) {
        piece.escaped().appendTo(json);
      }
    }
    json.append("\"");
    String quoted = new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    return ((JsonValue.JsonString) JsonValue.parse(quoted)).value();
  }

  /** The bytes that it needs. */
  public static long needed(StreamLog log) {
    return log.neededBytes();
  }

  /** The bytes that it took of the memory. */
  public static long taken(StreamLog log) {
    return log.takenBytes();
  }
}
