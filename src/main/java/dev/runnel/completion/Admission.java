package dev.runnel.completion;

import dev.runnel.completion.RefusedException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts live completions, in all and by user, and holds them to their limits. Thread-safe. */
final class Admission {

  private final int max;
  private final int maxPerUser;
  private final Map<String, Integer> byUser = new HashMap<>();
  private int live;
  private boolean closed;

  Admission(int max, int maxPerUser) {
    this.max = max;
    this.maxPerUser = maxPerUser;
  }

  /**
   * Counts one more; {@link #release} takes it back.
   *
   * @param user whose it is, or null for one who is not limited
   * @throws RefusedException at a limit; nothing is counted then
   */
  synchronized void admit(@Nullable String user) {
    if (closed) {
      throw new RefusedException(
          Reason.STOPPING, "The server is being stopped and starts no more answers.");
    }
    if (live >= max) {
      throw new RefusedException(
          Reason.OVERLOADED,
          "The server writes " + max + " answers now, as many as it may. Try again in a moment.");
    }
    if (user != null) {
      int own = byUser.getOrDefault(user, 0);
      if (own >= maxPerUser) {
        throw new RefusedException(
            Reason.USER_LIMIT,
            "You have "
                + own
                + " answers being written, as many as one may have at a time. Wait until one ends,"
                + " or stop one.");
      }
      byUser.put(user, own + 1);
    }
    live++;
  }

  /** One that was admitted has ended. */
  synchronized void release(@Nullable String user) {
    live--;
    if (live == 0) {
      notifyAll();
    }
    if (user != null) {
      byUser.computeIfPresent(user, (name, own) -> own == 1 ? null : own - 1);
    }
  }

  /** Admits no more from now on. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean closed() {
    return closed;
  }

  /**
   * Waits until none is live, or for so long.
   *
   * @throws InterruptedException if the thread is interrupted before
   */
  synchronized void awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); live > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Those that may live at a time. */
  int max() {
    return max;
  }

  synchronized int live() {
    return live;
  }
}
