package dev.runnel.standin;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true, however slow the machine. */
public final class Await {

  private static final long MAX_SECONDS = 30;
  private static final long SHORTEST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private Await() {}

  /** Returns as soon as the condition holds; fails when it does not for half a minute. */
  public static void until(String what, BooleanSupplier condition) {
    until(what, Duration.ofSeconds(MAX_SECONDS), condition);
  }

  /** Returns as soon as the condition holds; fails when it does not for so long. */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - begin;
      if (waited > patience.toNanos()) {
        throw new AssertionError("it did not come about: " + what);
      }
      // What takes long, such as a server's start, is not slowed down by looking for it.
      LockSupport.parkNanos(
          Math.max(SHORTEST_PAUSE_NANOS, Math.min(LONGEST_PAUSE_NANOS, waited / 100)));
    }
  }
}
