package dev.runnel.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting of the main thread for what happens on the loops. */
final class Waits {

  private Waits() {}

  /**
   * Waits for a result.
   *
   * @param until the time to wait to, by {@link System#nanoTime}
   * @throws TimeoutException if it is not there by then
   */
  static <T> T get(CompletableFuture<T> result, long until)
      throws InterruptedException, TimeoutException {
    try {
      return result.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
