package dev.runnel.web;

import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The writers of all clients that are connected. One sweep over all of them, not a timer for each,
 * has a comment sent to those that were sent nothing for a heartbeat, and gives up those that take
 * nothing. Thread-safe.
 */
final class EventStreamWriters {

  private static final Logger LOGGER = System.getLogger(EventStreamWriters.class.getName());

  /**
   * A heartbeat is late by up to one part of so many. Some servers notice only at the third write
   * that a client has gone: three heartbeats and their delay are how long that takes while a model
   * is silent.
   */
  private static final int SWEEPS_PER_HEARTBEAT = 8;

  /**
   * How long one write may take for its client to count as one that takes its events at once: the
   * others are not waited for by who is in a hurry.
   */
  static final Duration AT_ONCE = Duration.ofMillis(100);

  private final Set<EventStreamWriter> writers;
  private final Threads threads;
  private final StreamSettings settings;
  private boolean sweeping;
  private boolean stopped;

  /**
   * None yet.
   *
   * @param writers an empty set that several threads may use; sweeps follow its order
   */
  EventStreamWriters(Set<EventStreamWriter> writers, Threads threads, StreamSettings settings) {
    this.writers = writers;
    this.threads = threads;
    this.settings = settings;
  }

  /** One begins to write, until it is removed. */
  void start(EventStreamWriter writer) {
    writers.add(writer);
    writer.schedule();
    keepSweeping();
  }

  /** One writes no more. */
  void remove(EventStreamWriter writer) {
    writers.remove(writer);
    if (writers.isEmpty()) {
      synchronized (writers) {
        writers.notifyAll();
      }
    }
  }

  int size() {
    return writers.size();
  }

  /**
   * Those that are more than {@link EventStreamWriter#FAR_BEHIND} entries behind, or whose last
   * send was slow. Looks at each.
   */
  int lagging() {
    int lagging = 0;
    for (EventStreamWriter writer : writers) {
      if (writer.lags()) {
        lagging++;
      }
    }
    return lagging;
  }

  /**
   * Waits until all have left, for so long at most.
   *
   * @param hurried whether those are not waited for that do not take their events at once
   */
  void await(Duration patience, boolean hurried) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (writers) {
      for (long left = patience.toNanos();
          left > 0 && anyAwaited(hurried);
          left = end - System.nanoTime()) {
        // Who leaves last ends the wait. Of one that stops taking nobody tells: that is looked at.
        TimeUnit.NANOSECONDS.timedWait(writers, hurried ? Math.min(AT_ONCE.toNanos(), left) : left);
      }
    }
  }

  private boolean anyAwaited(boolean hurried) {
    return writers.stream().anyMatch(writer -> !hurried || writer.takesWithin(AT_ONCE));
  }

  /** No client that is here now is written to any more. */
  void giveUp() {
    writers.forEach(EventStreamWriter::giveUp);
  }

  /** The application goes: nothing of it stays with the scheduler. */
  synchronized void stop() {
    stopped = true;
  }

  /** Sweeps from now on, until a sweep finds no client. */
  private synchronized void keepSweeping() {
    if (!sweeping && !stopped) {
      sweeping = true;
      scheduleSweep();
    }
  }

  private void scheduleSweep() {
    try {
      var unused =
          threads
              .scheduler()
              .schedule(
                  this::sweep,
                  settings.heartbeat().toNanos() / SWEEPS_PER_HEARTBEAT,
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "no more heartbeats: the server is being stopped");
    }
  }

  private void sweep() {
    try {
      for (EventStreamWriter writer : writers) {
        writer.beat(settings.heartbeat());
        if (writer.stalled(settings.writeLimit())) {
          writer.giveUp();
        }
      }
    } finally {
      // Whatever befell one: the others depend on the next sweep.
      synchronized (this) {
        if (writers.isEmpty() || stopped) {
          sweeping = false;
        } else {
          scheduleSweep();
        }
      }
    }
  }
}
