package dev.runnel.telemetry;

import java.time.Duration;
import java.util.Arrays;

/** The last times to a first token, and what most of them did not exceed. Thread-safe. */
final class FirstTokens {

  /** How many are kept. */
  static final int KEPT = 1024;

  private final long[] nanos = new long[KEPT];
  private int count;
  private int next;

  synchronized void add(Duration time) {
    nanos[next] = time.toNanos();
    next = (next + 1) % KEPT;
    count = Math.min(KEPT, count + 1);
  }

  /**
   * A percentile by the nearest rank, in milliseconds; -1 when none is kept.
   *
   * @param percent from 1 to 100
   */
  long millis(int percent) {
    long[] sorted;
    synchronized (this) {
      sorted = Arrays.copyOf(nanos, count);
    }
    if (sorted.length == 0) {
      return -1;
    }
    Arrays.sort(sorted);
    int rank = (sorted.length * percent + 99) / 100;
    return Duration.ofNanos(sorted[rank - 1]).toMillis();
  }
}
