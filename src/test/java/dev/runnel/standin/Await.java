package dev.runnel.standin;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true, however slow the machine. */
public final class Await {

  private static final long MAX_SECONDS = 30;
  private static final long PAUSE_NANOS = 200_000;

  private Await() {}

  /** Returns as soon as the condition holds; fails when it does not for half a minute. */
  public static void until(String what, BooleanSupplier condition) {
    until(what, Duration.ofSeconds(MAX_SECONDS), condition);
  }

  /** Returns as soon as the condition holds; fails when it does not for so long. */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it did not come about: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
