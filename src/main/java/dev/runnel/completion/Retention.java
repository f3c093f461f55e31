package dev.runnel.completion;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps completions that have ended, so that they can be read again, for a time or until the room
 * is needed. Who is reading when the time is over may read on; when the room is needed, nobody may.
 * Who comes too late is not let in. One timer for all. Thread-safe; no log is touched while its
 * lock is held.
 */
final class Retention {

  private static final Logger LOGGER = System.getLogger(Retention.class.getName());

  /** How soon one is looked at again that is past its time and still being read. */
  static final Duration RECHECK = Duration.ofSeconds(1);

  private static final class Kept {
    private final Completion completion;
    private final long endedAt;
    private boolean expired;

    private Kept(Completion completion, long endedAt) {
      this.completion = completion;
      this.endedAt = endedAt;
    }
  }

  private final Duration retention;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final Consumer<Completion> onExpiry;
  private final Deque<Kept> oldestFirst = new ArrayDeque<>();
  private boolean timed;

  /**
   * Keeps none yet.
   *
   * @param onExpiry hears once of each that nobody may begin to read any more
   */
  Retention(
      Duration retention,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      Consumer<Completion> onExpiry) {
    this.retention = retention;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.onExpiry = onExpiry;
  }

  /** Keeps one that is just ending. */
  synchronized void keep(Completion completion) {
    oldestFirst.add(new Kept(completion, nanoTime.getAsLong()));
    if (!timed) {
      timed = true;
      schedule(retention.toNanos());
    }
  }

  /** Drops the one that ended first; false when none is kept. */
  boolean dropOldest() {
    Kept oldest;
    synchronized (this) {
      oldest = oldestFirst.poll();
    }
    if (oldest == null) {
      return false;
    }
    if (!oldest.expired) {
      onExpiry.accept(oldest.completion);
    }
    oldest.completion.drop();
    return true;
  }

  synchronized int kept() {
    return oldestFirst.size();
  }

  private void schedule(long nanos) {
    try {
      var unused = scheduler.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "no more retention: the server is being stopped");
    }
  }

  private void sweep() {
    List<Completion> expired = new ArrayList<>();
    List<Completion> unread = new ArrayList<>();
    synchronized (this) {
      long now = nanoTime.getAsLong();
      long wait = Long.MAX_VALUE;
      for (Iterator<Kept> kept = oldestFirst.iterator(); kept.hasNext(); ) {
        Kept next = kept.next();
        long left = retention.toNanos() - (now - next.endedAt);
        if (left > 0) {
          wait = Math.min(wait, left);
          break;
        }
        if (!next.expired) {
          next.expired = true;
          expired.add(next.completion);
        }
        if (next.completion.retire()) {
          kept.remove();
          unread.add(next.completion);
        } else {
          wait = Math.min(wait, RECHECK.toNanos());
        }
      }
      timed = !oldestFirst.isEmpty();
      if (timed) {
        schedule(wait);
      }
    }
    expired.forEach(onExpiry);
    unread.forEach(Completion::drop);
  }
}
