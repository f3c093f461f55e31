package dev.runnel.log;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import dev.runnel.json.Utf8JsonBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One completion: a numbered, append-only log in memory, and what its readers may rely on.
 *
 * <ol>
 *   <li>Entries are numbered 1..n without a gap. Entry 1 is {@code Started}, appended before the
 *       provider is called; entry n is the only {@code Ended} (complete, failed or cancelled);
 *       between them {@code Text}, {@code Reasoning}, {@code FollowUp}, and in a structured
 *       completion {@code Growth} instead of {@code Text}, with {@code Violation} where a value
 *       fails the schema.
 *   <li>JSON is folded and checked once, at append, by the producer. Every cursor sees the same;
 *       nothing is parsed again for a second client.
 *   <li>An id is a position: after it a client has everything up to that entry. Positions strictly
 *       increase; a jump is a merge, never a loss. A cursor joins only neighbours that can be
 *       joined: text and text, reasoning and reasoning, two appends to the same string.
 *   <li>Ending is one compare-and-set: the first {@code Ended} wins, later appends return false and
 *       are dropped.
 *   <li>An event is sent only after its entry is in the log: cursors read nothing else.
 *   <li>Memory is bounded: a log holds at most {@value #MAX_TEXT_BYTES} bytes of text, and all logs
 *       together what {@link LogMemory} gives them. Finished logs go first, oldest first; then new
 *       ones are refused, while an eighth is left; then the one that grows is.
 * </ol>
 *
 * <p>The text is one growing buffer of JSON-escaped UTF-8 with a mark of 8 bytes per entry. Escaped
 * pieces concatenate, so joining neighbours is taking a longer slice, and bytes are encoded once
 * for all cursors. A structured log also holds each place in its document once.
 *
 * <p>Thread-safe. Producers' appends are expected from one thread at a time; they are ordered by
 * the log's lock.
 */
public final class StreamLog {

  /**
   * The longest slice that neighbours are joined to, in bytes; one entry may be longer. It is
   * copied for each client that is sent it, and held as long as the client takes.
   */
  static final int MAX_JOINED_BYTES = 16 * 1024;

  /** The most text that one log takes, in bytes of escaped UTF-8: the longest answer. */
  static final int MAX_TEXT_BYTES = 8 * 1024 * 1024;

  /** A log that finds no room for as much again grows by one part of so many, at the least. */
  private static final int LEAST_GROWTH = 64;

  private static final int LESS_GROWTH = 8;

  private static final int FIRST_TEXT_BYTES = 512;
  private static final int FIRST_MARKS = 32;

  // A mark: what the entry is, to which place it belongs (or which violation it is), and where its
  // bytes end.
  private static final int KIND_SHIFT = 60;
  private static final int PLACE_SHIFT = 32;
  private static final int MAX_PLACES = 1 << 28;

  private static final int STARTED = 0;
  private static final int TEXT = 1;
  private static final int REASONING = 2;
  private static final int FOLLOW_UP = 3;
  private static final int ENDED = 4;
  private static final int STRING = 5;
  private static final int APPEND = 6;
  private static final int SCALAR = 7;
  private static final int OBJECT = 8;
  private static final int ARRAY = 9;
  private static final int VIOLATION = 10;

  private final String id;
  private final Footprint footprint;
  private final Object lock = new Object();
  private final Utf8JsonBuffer text = new Utf8JsonBuffer(FIRST_TEXT_BYTES);
  private final List<Place> places = new ArrayList<>();
  private final List<LogEntry.Violation> violations = new ArrayList<>();
  private long[] marks = new long[FIRST_MARKS];
  private int length;
  private LogEntry.@Nullable Started started;
  private LogEntry.@Nullable Ended ended;
  private List<Runnable> waiting = new ArrayList<>();

  /** What places and violations take, in bytes. */
  private long objectBytes;

  private boolean dropped;

  /**
   * An empty log.
   *
   * @throws LogFullException if the memory has no room for it
   */
  public StreamLog(String id, LogMemory memory) {
    this.id = id;
    this.footprint = new Footprint(memory);
    footprint.begin(FIRST_TEXT_BYTES, FIRST_MARKS);
  }

  /** The stream's id: 128 random bits, 22 characters of base64url. */
  public String id() {
    return id;
  }

  /** The number of entries so far. */
  public long length() {
    synchronized (lock) {
      return length;
    }
  }

  /**
   * Its first entry.
   *
   * @throws IllegalStateException if it has none yet
   */
  public LogEntry.Started started() {
    synchronized (lock) {
      return present(started);
    }
  }

  /** How it ended, or null while it has not. */
  public LogEntry.@Nullable Ended ended() {
    synchronized (lock) {
      return ended;
    }
  }

  /** Whether it has ended, and a client at a position has all of it. */
  public boolean endsAt(long position) {
    synchronized (lock) {
      return ended != null && position == length;
    }
  }

  /** A reader of the entries after a position. */
  public Cursor cursor(long after) {
    return new Cursor(this, after, Long.MAX_VALUE);
  }

  /** A reader of the entries up to a position, that one included. */
  public Cursor cursorUpTo(long last) {
    return new Cursor(this, 0, last);
  }

  /**
   * Appends an entry and wakes the cursors that wait for it.
   *
   * @return whether it is in the log; false when the log has ended
   * @throws IllegalStateException if the first entry is not {@code Started}, or a later one is
   * @throws LogFullException if there is no room for it; the log stays as it is, and can end
   */
  public boolean append(LogEntry entry) {
    return append(entry, () -> {}, () -> {});
  }

  /**
   * Appends the last entry.
   *
   * @param before run when the end is certain, and before anybody can read it: whoever sees the end
   *     sees what this did. It is what all readers wait for; it must not block or throw
   * @param after run when the end can be read, without a lock and before those that wait for it are
   *     woken; others may read it earlier. It must not throw
   * @return whether this was the end; false when the log had ended
   */
  public boolean end(LogEntry.Ended entry, Runnable before, Runnable after) {
    return append(entry, before, after);
  }

  private boolean append(LogEntry entry, Runnable before, Runnable after) {
    List<Runnable> wake;
    synchronized (lock) {
      if (ended != null) {
        return false;
      }
      if (entry instanceof LogEntry.Started != (length == 0)) {
        throw new IllegalStateException(
            "entry " + (length + 1) + " of a log cannot be " + entry.getClass().getSimpleName());
      }
      makeRoom(entry);
      before.run();
      write(entry);
      wake = takeWaiting();
    }
    after.run();
    // Outside the lock: what is woken may read at once.
    wake.forEach(Runnable::run);
    return true;
  }

  /** Those that wait, who wait no more. Lock held. */
  private List<Runnable> takeWaiting() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Runnable> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** Takes the memory that an entry needs before it is written. An end always finds room. */
  private void makeRoom(LogEntry entry) {
    if (entry instanceof LogEntry.Ended) {
      return;
    }
    String more = text(entry);
    int left = MAX_TEXT_BYTES - text.length();
    if (6L * more.length() > left && Utf8JsonBuffer.escapedBytes(more) > left) {
      throw new LogFullException(
          "The answer is longer than " + MAX_TEXT_BYTES + " bytes, which is the most of one.");
    }
    long objects = objectBytes + Footprint.objectBytes(entry);
    boolean moreMarks = length == marks.length;
    // Twice the room, so that a log is seldom copied; where there is less left, what there is.
    for (int part = 1; part <= LEAST_GROWTH; part *= LESS_GROWTH) {
      int textRoom = text.roomFor(more, part);
      int marksRoom = moreMarks ? marks.length + Math.max(1, marks.length / part) : marks.length;
      if (footprint.growTo(textRoom, marksRoom, objects)) {
        text.growTo(textRoom);
        marks = moreMarks ? Arrays.copyOf(marks, marksRoom) : marks;
        return;
      }
    }
    throw Footprint.noRoom();
  }

  /** The text that an entry adds to the buffer. */
  private static String text(LogEntry entry) {
    if (entry instanceof LogEntry.Text piece) {
      return piece.text();
    } else if (entry instanceof LogEntry.Reasoning piece) {
      return piece.text();
    } else if (entry instanceof LogEntry.FollowUp followUp) {
      return followUp.question();
    } else if (entry instanceof LogEntry.Growth growth) {
      return growth.increment().text();
    }
    return "";
  }

  /** What this log took of the memory and has not given back, in bytes. */
  long takenBytes() {
    synchronized (lock) {
      return footprint.takenBytes();
    }
  }

  /** What this log needs of the memory, in bytes. */
  long neededBytes() {
    synchronized (lock) {
      return dropped ? 0 : Footprint.bytes(text.array().length, marks.length, objectBytes);
    }
  }

  /** Gives back what an ended log does not need any more. */
  private void settle() {
    text.trim();
    marks = Arrays.copyOf(marks, length);
    footprint.settleAt(text.length(), marks.length, objectBytes);
  }

  /**
   * Forgets a log that has ended: its memory is given back, and who still reads it is told by
   * {@link LogDroppedException}.
   *
   * @throws IllegalStateException if it lives
   */
  public void drop() {
    synchronized (lock) {
      if (ended == null) {
        throw new IllegalStateException("a log that lives cannot be dropped");
      }
      dropped = true;
      text.release();
      marks = new long[0];
      places.clear();
      violations.clear();
      footprint.end();
    }
  }

  private void write(LogEntry entry) {
    if (entry instanceof LogEntry.Started start) {
      started = start;
      mark(STARTED, 0);
    } else if (entry instanceof LogEntry.Text piece) {
      text.appendEscaped(piece.text());
      mark(TEXT, 0);
    } else if (entry instanceof LogEntry.Reasoning piece) {
      text.appendEscaped(piece.text());
      mark(REASONING, 0);
    } else if (entry instanceof LogEntry.FollowUp followUp) {
      text.appendEscaped(followUp.question());
      mark(FOLLOW_UP, 0);
    } else if (entry instanceof LogEntry.Growth growth) {
      write(growth);
    } else if (entry instanceof LogEntry.Violation violation) {
      violations.add(violation);
      objectBytes += Footprint.objectBytes(entry);
      mark(VIOLATION, violations.size() - 1);
    } else if (entry instanceof LogEntry.Ended end) {
      ended = end;
      mark(ENDED, 0);
      settle();
    }
  }

  private void write(LogEntry.Growth growth) {
    Increment increment = growth.increment();
    if (increment.kind() == Increment.Kind.SCALAR) {
      text.append(increment.text());
    } else {
      text.appendEscaped(increment.text());
    }
    mark(mark(increment.kind()), placeIndex(growth));
  }

  private static int mark(Increment.Kind kind) {
    return switch (kind) {
      case STRING -> STRING;
      case APPEND -> APPEND;
      case SCALAR -> SCALAR;
      case OBJECT -> OBJECT;
      case ARRAY -> ARRAY;
    };
  }

  private int placeIndex(LogEntry.Growth growth) {
    Place place = growth.increment().place();
    int last = places.size() - 1;
    // A growing string keeps its place, so the last one is nearly always the one.
    if (last >= 0 && places.get(last).equals(place)) {
      return last;
    }
    if (places.size() == MAX_PLACES) {
      throw new IllegalStateException("a log holds at most " + MAX_PLACES + " places");
    }
    places.add(place);
    objectBytes += Footprint.objectBytes(growth);
    return last + 1;
  }

  private void mark(int kind, int place) {
    if (length == marks.length) {
      marks = Arrays.copyOf(marks, 2 * length);
    }
    marks[length++] = (long) kind << KIND_SHIFT | (long) place << PLACE_SHIFT | text.length();
  }

  /**
   * What follows a position, joined as far as it can be; null when nothing does yet.
   *
   * @param upTo the last entry that may be in it
   */
  @Nullable LogSlice read(long after, long upTo) {
    synchronized (lock) {
      if (dropped) {
        throw new LogDroppedException(id);
      }
      int readable = (int) Math.min(length, upTo);
      if (after >= readable) {
        return null;
      }
      int first = (int) after;
      long mark = marks[first];
      int kind = (int) (mark >>> KIND_SHIFT);
      int from = first == 0 ? 0 : (int) marks[first - 1];
      int last = first;
      if (kind == TEXT || kind == REASONING || kind == APPEND) {
        // Neighbours of the same kind and place differ only in where they end.
        while (last + 1 < readable
            && marks[last + 1] >>> PLACE_SHIFT == mark >>> PLACE_SHIFT
            && (int) marks[last + 1] - from <= MAX_JOINED_BYTES) {
          last++;
        }
      }
      JsonSlice json = new JsonSlice(text.array(), from, (int) marks[last]);
      long position = last + 1L;
      return switch (kind) {
        case STARTED -> new LogSlice.Start(position, present(started));
        case TEXT -> new LogSlice.Text(position, json);
        case REASONING -> new LogSlice.Reasoning(position, json);
        case FOLLOW_UP -> new LogSlice.FollowUp(position, json);
        case VIOLATION -> new LogSlice.Violation(position, violations.get(index(mark)));
        case ENDED -> new LogSlice.End(position, present(ended));
        case STRING -> growth(position, mark, Increment.Kind.STRING, json);
        case APPEND -> growth(position, mark, Increment.Kind.APPEND, json);
        case SCALAR -> growth(position, mark, Increment.Kind.SCALAR, json);
        case OBJECT -> growth(position, mark, Increment.Kind.OBJECT, json);
        case ARRAY -> growth(position, mark, Increment.Kind.ARRAY, json);
        default -> throw new IllegalStateException("a log has no mark " + kind);
      };
    }
  }

  private LogSlice growth(long position, long mark, Increment.Kind kind, JsonSlice json) {
    Place place = places.get(index(mark));
    return new LogSlice.Growth(position, place, kind, json);
  }

  /** Which place, or which violation, a mark belongs to. */
  private static int index(long mark) {
    return (int) (mark >>> PLACE_SHIFT) & MAX_PLACES - 1;
  }

  /** Has a cursor woken once when an entry after its position is there; false when one is. */
  boolean await(long after, Runnable wake) {
    synchronized (lock) {
      if (after < length || dropped) {
        return false;
      }
      waiting.add(wake);
      return true;
    }
  }

  /** Has a cursor woken no more, if it waits. */
  void forget(Runnable wake) {
    synchronized (lock) {
      waiting.remove(wake);
    }
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the log's marks and entries disagree");
    }
    return value;
  }
}
