package dev.runnel.model.http;

import dev.runnel.config.Threads;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer that is cheap to move: it may ring early and be set again, so that a deadline that
 * moves with each byte costs nothing. For one thread at a time; it rings on the scheduler.
 */
final class Alarm {

  private final Threads threads;
  private final Runnable ring;
  private @Nullable Pending pending;

  /**
   * An alarm that is not set.
   *
   * @param ring called by the scheduler when an alarm is due; must not block
   */
  Alarm(Threads threads, Runnable ring) {
    this.threads = threads;
    this.ring = ring;
  }

  /** Rings once, not later than at the given {@linkplain Threads#nanoTime() time}. */
  void set(long at) {
    Pending before = pending;
    if (before != null && !before.rung && before.at - at <= 0) {
      return;
    }
    clear();
    Pending next = new Pending(at, ring);
    pending = next;
    next.scheduled =
        threads
            .scheduler()
            .schedule(next, Math.max(0, at - threads.nanoTime().getAsLong()), TimeUnit.NANOSECONDS);
  }

  /** Does not ring any more, unless it is about to. */
  void clear() {
    if (pending != null) {
      pending.clear();
      pending = null;
    }
  }

  private static final class Pending implements Runnable {
    private final long at;

    /**
     * Null once cleared: a scheduler may keep a cancelled task until its time, which must not keep
     * the whole exchange.
     */
    private volatile @Nullable Runnable ring;

    private @Nullable Future<?> scheduled;
    private volatile boolean rung;

    private Pending(long at, Runnable ring) {
      this.at = at;
      this.ring = ring;
    }

    @Override
    public void run() {
      Runnable now = ring;
      if (now != null) {
        rung = true;
        now.run();
      }
    }

    private void clear() {
      ring = null;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }
  }
}
