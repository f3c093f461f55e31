package dev.runnel.simulation;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a log as it was read, kept apart from the log.
 *
 * @param kind what it is
 * @param place where a document grew, or null
 * @param json its text: the inside of a JSON string, or the raw JSON of a scalar
 * @param bytes the length of that in the log
 * @param other what is no text: the start, a violation, the end
 */
record Entry(Kind kind, @Nullable Place place, String json, int bytes, @Nullable Object other) {

  /** The longest text that neighbours are joined to. */
  private static final int MAX_JOINED_BYTES = 16 * 1024;

  enum Kind {
    START,
    TEXT,
    REASONING,
    FOLLOW_UP,
    STRING,
    APPEND,
    SCALAR,
    OBJECT,
    ARRAY,
    VIOLATION,
    END;

    boolean growth() {
      return compareTo(STRING) >= 0 && compareTo(ARRAY) <= 0;
    }
  }

  static Entry of(LogSlice slice) {
    if (slice instanceof LogSlice.Start start) {
      return new Entry(Kind.START, null, "", 0, start.entry());
    } else if (slice instanceof LogSlice.Text text) {
      return new Entry(Kind.TEXT, null, text.escaped().toString(), text.escaped().length(), null);
    } else if (slice instanceof LogSlice.Reasoning text) {
      return new Entry(
          Kind.REASONING, null, text.escaped().toString(), text.escaped().length(), null);
    } else if (slice instanceof LogSlice.FollowUp text) {
      return new Entry(
          Kind.FOLLOW_UP, null, text.escaped().toString(), text.escaped().length(), null);
    } else if (slice instanceof LogSlice.Growth growth) {
      return new Entry(
          Kind.valueOf(growth.kind().name()),
          growth.place(),
          growth.json().toString(),
          growth.json().length(),
          null);
    } else if (slice instanceof LogSlice.Violation violation) {
      return new Entry(Kind.VIOLATION, null, "", 0, violation.entry());
    }
    return end(((LogSlice.End) slice).entry());
  }

  static Entry end(LogEntry.Ended ended) {
    return new Entry(Kind.END, null, "", 0, ended);
  }

  /** This one with its neighbour, or null if a cursor must not join them. */
  @Nullable Entry joined(Entry next) {
    boolean joins =
        kind == next.kind
            && (kind == Kind.TEXT || kind == Kind.REASONING || kind == Kind.APPEND)
            && Objects.equals(place, next.place)
            && bytes + next.bytes <= MAX_JOINED_BYTES;
    return joins ? new Entry(kind, place, json + next.json, bytes + next.bytes, null) : null;
  }

  /** What a document gains by it; for growth only. */
  Increment increment() {
    return new Increment(
        Objects.requireNonNull(place),
        Increment.Kind.valueOf(kind.name()),
        kind == Kind.APPEND ? Wire.unescaped(json) : json);
  }

  @Override
  public String toString() {
    String text = json.length() > 40 ? json.substring(0, 40) + "… " + bytes + " bytes" : json;
    return kind
        + (place == null ? "" : " " + place.pointer())
        + " "
        + (other == null ? text : other);
  }
}
