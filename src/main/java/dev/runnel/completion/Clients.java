package dev.runnel.completion;

import dev.runnel.completion.RefusedException.Reason;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one completion, held to their limit, and its grace when there is none. A
 * completion that no client has entered yet has no grace running. Of a client that comes and a log
 * that goes it is decided here which was first. Thread-safe.
 */
final class Clients {

  /** The clients that read one completion at a time; each costs a connection and a writer. */
  static final int MAX_CLIENTS = 64;

  private final Grace grace;
  private final Runnable onDeserted;
  private int count;
  private boolean ended;
  private boolean closed;
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

  /**
   * One more.
   *
   * @return false if none may enter any more; nothing is counted then
   * @throws RefusedException at the limit; nothing is counted then
   */
  synchronized boolean enter() {
    if (closed) {
      return false;
    }
    if (count >= MAX_CLIENTS) {
      throw new RefusedException(
          Reason.CLIENT_LIMIT,
          "This stream has "
              + MAX_CLIENTS
              + " clients, as many as one may have at a time. Close one, or try again in a"
              + " moment.");
    }
    count++;
    clearGrace();
    return true;
  }

  /** Lets none in from now on. */
  synchronized void close() {
    closed = true;
  }

  /** The same if there is none now; returns whether there is none. */
  synchronized boolean closeIfEmpty() {
    closed |= count == 0;
    return count == 0;
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
