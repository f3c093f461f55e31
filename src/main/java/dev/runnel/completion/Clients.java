package dev.runnel.completion;

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
  private int count;
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

  synchronized int count() {
    return count;
  }

  synchronized void enter() {
    count++;
    clearGrace();
  }

  void leave() {
    if (leaves()) {
      onDeserted.run();
    }
  }

  /** Whether the completion is deserted by that at once. */
  private synchronized boolean leaves() {
    count--;
    if (count > 0 || ended) {
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
