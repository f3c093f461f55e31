package dev.runnel.config;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What the product runs on: the server's managed threads and its clocks. Tests bring their own.
 *
 * @param workers runs work that may block; bounded by {@link #MAX_WORKERS}, or by the executor of
 *     the server that a setting names, not by the number of streams
 * @param scheduler runs short work later; its tasks must not block
 * @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime}
 * @param clock the time of day, to tell people when something was; never to measure with
 */
public record Threads(
    Executor workers,
    ScheduledExecutorService scheduler,
    LongSupplier nanoTime,
    InstantSource clock) {

  /**
   * The workers there are at most. Few of them run at a time; the others are for what blocks: a
   * server that holds up who writes to a slow client, the look-up of a provider's name.
   */
  public static final int MAX_WORKERS = 256;

  /** The same with the system's time of day. */
  public Threads(Executor workers, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
    this(workers, scheduler, nanoTime, InstantSource.system());
  }
}
