package dev.runnel.load;

import java.util.Arrays;

/** Durations that were measured. Thread-safe: some come late, while others are counted. */
final class Samples {

  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  synchronized int count() {
    return count;
  }

  /** The duration that a part of all, such as 0.99, does not exceed, in milliseconds. */
  synchronized double percentileMillis(double part) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(part * count);
    return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
  }

  double maxMillis() {
    return percentileMillis(1);
  }
}
