package dev.runnel.log;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import dev.runnel.json.Utf8JsonBuffer;
import java.util.ArrayList;
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

  private final String id;
  private final Footprint footprint;
  private final Object lock = new Object();
  private final Utf8JsonBuffer text = new Utf8JsonBuffer(FIRST_TEXT_BYTES);
  private final List<Place> places = new ArrayList<>();
  private final List<LogEntry.Violation> violations = new ArrayList<>();
  private final Marks marks = new Marks(FIRST_MARKS);
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
      return marks.length();
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
      return ended != null && position == marks.length();
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
      if (entry instanceof LogEntry.Started != (marks.length() == 0)) {
        throw new IllegalStateException(
            "entry "
                + (marks.length() + 1)
                + " of a log cannot be "
                + entry.getClass().getSimpleName());
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
    // Twice the room, so that a log is seldom copied; where there is less left, what there is.
    for (int part = 1; part <= LEAST_GROWTH; part *= LESS_GROWTH) {
      int textRoom = text.roomFor(more, part);
      int marksRoom = marks.roomForOneMore(part);
      if (footprint.growTo(textRoom, marksRoom, objects)) {
        text.growTo(textRoom);
        marks.growTo(marksRoom);
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
      return dropped ? 0 : Footprint.bytes(text.array().length, marks.room(), objectBytes);
    }
  }

  /** Gives back what an ended log does not need any more. */
  private void settle() {
    text.trim();
    marks.trim();
    footprint.settleAt(text.length(), marks.room(), objectBytes);
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
      marks.release();
      places.clear();
      violations.clear();
      footprint.end();
    }
  }

  private void write(LogEntry entry) {
    if (entry instanceof LogEntry.Started start) {
      started = start;
      marks.add(Marks.STARTED, 0, text.length());
    } else if (entry instanceof LogEntry.Text piece) {
      text.appendEscaped(piece.text());
      marks.add(Marks.TEXT, 0, text.length());
    } else if (entry instanceof LogEntry.Reasoning piece) {
      text.appendEscaped(piece.text());
      marks.add(Marks.REASONING, 0, text.length());
    } else if (entry instanceof LogEntry.FollowUp followUp) {
      text.appendEscaped(followUp.question());
      marks.add(Marks.FOLLOW_UP, 0, text.length());
    } else if (entry instanceof LogEntry.Growth growth) {
      write(growth);
    } else if (entry instanceof LogEntry.Violation violation) {
      violations.add(violation);
      objectBytes += Footprint.objectBytes(entry);
      marks.add(Marks.VIOLATION, violations.size() - 1, text.length());
    } else if (entry instanceof LogEntry.Ended end) {
      ended = end;
      marks.add(Marks.ENDED, 0, text.length());
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
    marks.add(kind(increment.kind()), placeIndex(growth), text.length());
  }

  private static int kind(Increment.Kind kind) {
    return switch (kind) {
      case STRING -> Marks.STRING;
      case APPEND -> Marks.APPEND;
      case SCALAR -> Marks.SCALAR;
      case OBJECT -> Marks.OBJECT;
      case ARRAY -> Marks.ARRAY;
    };
  }

  private int placeIndex(LogEntry.Growth growth) {
    Place place = growth.increment().place();
    int last = places.size() - 1;
    // A growing string keeps its place, so the last one is nearly always the one.
    if (last >= 0 && places.get(last).equals(place)) {
      return last;
    }
    if (places.size() == Marks.MAX_INDEX) {
      throw new IllegalStateException("a log holds at most " + Marks.MAX_INDEX + " places");
    }
    places.add(place);
    objectBytes += Footprint.objectBytes(growth);
    return last + 1;
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
      int readable = (int) Math.min(marks.length(), upTo);
      if (after >= readable) {
        return null;
      }
      int first = (int) after;
      int kind = marks.kind(first);
      int from = marks.from(first);
      int last = first;
      if (kind == Marks.TEXT || kind == Marks.REASONING || kind == Marks.APPEND) {
        while (last + 1 < readable
            && marks.alike(last + 1, first)
            && marks.to(last + 1) - from <= MAX_JOINED_BYTES) {
          last++;
        }
      }
      JsonSlice json = new JsonSlice(text.array(), from, marks.to(last));
      long position = last + 1L;
      return switch (kind) {
        case Marks.STARTED -> new LogSlice.Start(position, present(started));
        case Marks.TEXT -> new LogSlice.Text(position, json);
        case Marks.REASONING -> new LogSlice.Reasoning(position, json);
        case Marks.FOLLOW_UP -> new LogSlice.FollowUp(position, json);
        case Marks.VIOLATION ->
            new LogSlice.Violation(position, violations.get(marks.index(first)));
        case Marks.ENDED -> new LogSlice.End(position, present(ended));
        case Marks.STRING -> growth(position, first, Increment.Kind.STRING, json);
        case Marks.APPEND -> growth(position, first, Increment.Kind.APPEND, json);
        case Marks.SCALAR -> growth(position, first, Increment.Kind.SCALAR, json);
        case Marks.OBJECT -> growth(position, first, Increment.Kind.OBJECT, json);
        case Marks.ARRAY -> growth(position, first, Increment.Kind.ARRAY, json);
        default -> throw new IllegalStateException("a log has no mark " + kind);
      };
    }
  }

  private LogSlice growth(long position, int entry, Increment.Kind kind, JsonSlice json) {
    Place place = places.get(marks.index(entry));
    return new LogSlice.Growth(position, place, kind, json);
  }

  /** Has a cursor woken once when an entry after its position is there; false when one is. */
  boolean await(long after, Runnable wake) {
    synchronized (lock) {
      if (after < marks.length() || dropped) {
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
