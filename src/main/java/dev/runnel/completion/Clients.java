package dev.runnel.completion;

import dev.runnel.completion.RefusedException.Reason;
import dev.runnel.log.Cursor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
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
  private final Set<Cursor> cursors = Collections.newSetFromMap(new IdentityHashMap<>(2));
  private boolean visited;
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

  /** What one that comes is. */
  enum Entry {
    /** The first one ever. */
    FIRST,
    /** One more, or one that came back. */
    ANOTHER,
    /** Not let in. */
    TOO_LATE
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

  /**
   * One more.
   *
   * @return what it is, or that none may enter any more; nothing is counted then
   * @throws RefusedException at the limit; nothing is counted then
   */
  synchronized Entry enter(Cursor cursor) {
    if (closed) {
      return Entry.TOO_LATE;
    }
    if (cursors.size() >= MAX_CLIENTS) {
      throw new RefusedException(
          Reason.CLIENT_LIMIT,
          "This stream has "
              + MAX_CLIENTS
              + " clients, as many as one may have at a time. Close one, or try again in a"
              + " moment.");
    }
    cursors.add(cursor);
    clearGrace();
    Entry entry = visited ? Entry.ANOTHER : Entry.FIRST;
    visited = true;
    return entry;
  }

  /** Lets none in from now on. */
  synchronized void close() {
    closed = true;
  }

  /** The same if there is none now; returns whether there is none. */
  synchronized boolean closeIfEmpty() {
    closed |= cursors.isEmpty();
    return cursors.isEmpty();
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
