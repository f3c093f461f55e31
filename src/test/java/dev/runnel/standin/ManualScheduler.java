package dev.runnel.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler and a clock that stand still until a test moves them. Tasks run on the thread that
 * moves the time, each at its own time. For any number of threads that schedule, and one that
 * moves.
 */
public final class ManualScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {

  private final List<Task<?>> tasks = new ArrayList<>();
  private long now;

  /** The time, in nanoseconds from an origin of no meaning. */
  public synchronized long nanoTime() {
    return now;
  }

  /** The time of day, which begins at the epoch and moves with the time. */
  public InstantSource clock() {
    return () -> Instant.EPOCH.plusNanos(nanoTime());
  }

  /** How long until each task that is scheduled and not cancelled, soonest first. */
  public synchronized List<Duration> pending() {
    return tasks.stream()
        .filter(task -> !task.isCancelled())
        .map(task -> Duration.ofNanos(task.at - now))
        .sorted()
        .toList();
  }

  /** Moves the time and runs what comes due on the way. */
  public void advance(Duration time) {
    long target = nanoTime() + time.toNanos();
    for (Optional<Task<?>> next = takeDue(target); next.isPresent(); next = takeDue(target)) {
      next.get().run();
    }
    synchronized (this) {
      now = target;
    }
  }

  private synchronized Optional<Task<?>> takeDue(long target) {
    Optional<Task<?>> next =
        tasks.stream().filter(task -> task.at <= target).min(Comparator.comparing(task -> task.at));
    next.ifPresent(
        task -> {
          tasks.remove(task);
          now = Math.max(now, task.at);
        });
    return next;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return add(
        () -> {
          command.run();
          return "done";
        },
        unit.toNanos(delay));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return add(callable, unit.toNanos(delay));
  }

  private synchronized <V> Task<V> add(Callable<V> callable, long nanos) {
    Task<V> task = new Task<>(callable, now + nanos);
    tasks.add(task);
    return task;
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
    command.run();
  }

  @Override
  public void shutdown() {
    shutdownNow();
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    List<Runnable> left = List.copyOf(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long at;

    private Task(Callable<V> callable, long at) {
      super(callable);
      this.at = at;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
