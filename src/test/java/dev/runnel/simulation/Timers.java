package dev.runnel.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still, and timers. One that comes due runs at once or, as on a busy server,
 * later; of these some have begun, so that to cancel them changes nothing any more.
 */
final class Timers extends AbstractExecutorService implements ScheduledExecutorService {

  /** Of so many timers one is late, on average. */
  private static final int LATE = 8;

  private final World world;
  private final List<Timer> waiting = new ArrayList<>();
  private final List<Timer> late = new ArrayList<>();
  private long now;
  private boolean rejects;

  Timers(World world) {
    this.world = world;
  }

  long nanoTime() {
    return now;
  }

  /** From now on no timer can be had. */
  void rejectAll() {
    rejects = true;
  }

  /** Timers that will ring and were not cancelled. */
  int pending() {
    return (int) waiting.stream().filter(timer -> !timer.isCancelled()).count() + late.size();
  }

  /** Timers that are due and have not run. */
  int late() {
    return late.size();
  }

  /** Runs one of those that are due. */
  void runLate(int index) {
    late.remove(index).ring();
  }

  /** Moves the time. What comes due on the way runs, or is late. */
  void advance(Duration time) {
    long target = now + time.toNanos();
    for (Timer next = due(target); next != null; next = due(target)) {
      waiting.remove(next);
      now = Math.max(now, next.at);
      if (next.isCancelled()) {
        continue;
      }
      if (world.mayInterleave() && world.chance().oneIn(LATE)) {
        next.begun = world.chance().oneIn(3);
        world.note(next.begun ? "a timer begins and stops short" : "a timer is late");
        late.add(next);
      } else {
        next.ring();
      }
    }
    now = Math.max(now, target);
  }

  private @Nullable Timer due(long target) {
    Timer next = null;
    for (Timer timer : waiting) {
      if (timer.at <= target && (next == null || timer.at < next.at)) {
        next = timer;
      }
    }
    return next;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    if (rejects) {
      throw new RejectedExecutionException("the scheduler is stopped");
    }
    Timer timer = new Timer(command, now + unit.toNanos(delay));
    waiting.add(timer);
    return timer;
  }

  /** One that rings once. */
  private final class Timer extends FutureTask<String> implements ScheduledFuture<String> {

    private final Runnable command;
    private final long at;
    private boolean begun;

    private Timer(Runnable command, long at) {
      super(command, "done");
      this.command = command;
      this.at = at;
    }

    private void ring() {
      if (begun) {
        command.run();
      } else if (!isCancelled()) {
        // Not by run(), which would keep what the command throws to itself.
        super.cancel(false);
        command.run();
      } else {
        world.note("a timer was cancelled in time");
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Comparator.<Delayed, Long>comparing(timer -> timer.getDelay(TimeUnit.NANOSECONDS))
          .compare(this, other);
    }
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("only commands");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("only single tasks");
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("only single tasks");
  }

  @Override
  public void execute(Runnable command) {
    throw new UnsupportedOperationException("only timers");
  }

  @Override
  public void shutdown() {
    rejects = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    rejects = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return rejects;
  }

  @Override
  public boolean isTerminated() {
    return rejects;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return rejects;
  }
}
