package dev.runnel.completion;

import dev.runnel.log.Cursor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one completion, and its grace when there is none. A completion that no client has
 * entered yet has no grace running. Thread-safe.
 */
final class Clients {

  private final Grace grace;
  private final Runnable onDeserted;
  private final Set<Cursor> cursors = Collections.newSetFromMap(new IdentityHashMap<>(2));
  private boolean visited;
  private boolean ended;
  private @Nullable Future<?> graceEnd;

  /** The graces that were broken off. */
  private long brokenOff;

  /**
   * No clients yet.
   *
   * @param onDeserted called when the last client has gone and the grace is over, without a lock
   */
  Clients(Grace grace, Runnable onDeserted) {
    this.grace = grace;
    this.onDeserted = onDeserted;
  }

  /**
   * How many there are, and how far behind.
   *
   * @param lag the entries that the one furthest behind has not taken; 0 when there is none
   */
  record Standing(int count, long lag) {}

  synchronized int count() {
    return cursors.size();
  }

  /** How they stand to a log of this length. */
  synchronized Standing standing(long length) {
    long lag = 0;
    for (Cursor cursor : cursors) {
      lag = Math.max(lag, length - cursor.position());
    }
    return new Standing(cursors.size(), lag);
  }

  /** Whether it is the first one ever. */
  synchronized boolean enter(Cursor cursor) {
    cursors.add(cursor);
    clearGrace();
    boolean first = !visited;
    visited = true;
    return first;
  }

  void leave(Cursor cursor) {
    if (leaves(cursor)) {
      onDeserted.run();
    }
  }

  /** Whether the completion is deserted by that at once. */
  private synchronized boolean leaves(Cursor cursor) {
    if (!cursors.remove(cursor) || !cursors.isEmpty() || ended) {
      return false;
    }
    if (grace.time().isZero()) {
      return true;
    }
    long before = brokenOff;
    try {
      graceEnd =
          grace
              .scheduler()
              .schedule(() -> onGraceOver(before), grace.time().toNanos(), TimeUnit.NANOSECONDS);
      return false;
    } catch (RejectedExecutionException stopping) {
      return true;
    }
  }

  private void onGraceOver(long before) {
    synchronized (this) {
      // When it began to ring just as a client came, nothing could cancel it any more. That client
      // may have gone again: then another grace runs.
      if (before != brokenOff) {
        return;
      }
    }
    onDeserted.run();
  }

  /** The completion has ended: who comes and goes changes nothing any more. */
  synchronized void ended() {
    ended = true;
    clearGrace();
  }

  private void clearGrace() {
    brokenOff++;
    if (graceEnd != null) {
      graceEnd.cancel(false);
      graceEnd = null;
    }
  }
}
