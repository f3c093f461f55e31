package dev.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link StreamLog} from a position on. It holds nothing but that position, so a slow
 * reader costs nothing: what it has not read waits in the log, and it takes joined what waits.
 *
 * <p>For one thread at a time, but {@link #position} for any.
 */
public final class Cursor {

  private final StreamLog log;
  private final long upTo;

  /** Written once for each slice, which is once for each send. */
  private volatile long position;

  Cursor(StreamLog log, long position, long upTo) {
    this.log = log;
    this.position = position;
    this.upTo = upTo;
  }

  /** The number of the last entry that was read. */
  public long position() {
    return position;
  }

  /**
   * What comes next, joined as far as it can be; null when nothing waits.
   *
   * @throws LogDroppedException if the log was dropped meanwhile
   */
  public @Nullable LogSlice next() {
    LogSlice slice = log.read(position, upTo);
    if (slice != null) {
      position = slice.position();
    }
    return slice;
  }

  /**
   * Asks to be woken when the next entry is there.
   *
   * @param wake called once by the thread that appends; must not block
   * @return false, and {@code wake} is never called, when an entry is there already
   */
  public boolean await(Runnable wake) {
    return log.await(position, wake);
  }

  /**
   * Takes back what {@link #await} asked for: the log holds {@code wake} no longer. It may be
   * called all the same, when an entry is just being appended.
   */
  public void forget(Runnable wake) {
    log.forget(wake);
  }
}
