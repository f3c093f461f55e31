package dev.runnel.admin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of durations, in memory that does not grow with their number. Counted are
 * milliseconds, in buckets that double their width with each power of two: what it tells is off by
 * at most one part in {@value #PARTS} of the true value, and below {@value #PARTS} ms not at all.
 * Not thread-safe.
 *
 * @see <a href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram, where the idea is
 *     from</a>
 */
final class DurationHistogram {

  /** The precision. */
  static final int PARTS = 64;

  /** What is longer counts as this, which no provider may take: an hour and ten minutes. */
  static final Duration LONGEST = Duration.ofMillis((1L << 22) - 1);

  /** A power of two has half as many buckets, for what it tells is the middle of one. */
  private static final int BITS = Integer.numberOfTrailingZeros(PARTS) - 1;

  private final long[] counts = new long[bucket(LONGEST.toMillis()) + 1];
  private long total;

  /** Counts one more. */
  void add(Duration duration) {
    counts[bucket(Math.max(0, Math.min(duration.toMillis(), LONGEST.toMillis())))]++;
    total++;
  }

  /** Counts all that another one has. */
  void addAll(DurationHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /** How many were counted. */
  long total() {
    return total;
  }

  /**
   * The smallest duration that so many of a hundred do not exceed (the nearest rank).
   *
   * @param percent over 0, to 100
   * @return null where nothing was counted
   */
  @Nullable Duration percentile(int percent) {
    long rank = (total * percent + 99) / 100;
    long below = 0;
    for (int i = 0; i < counts.length; i++) {
      below += counts[i];
      if (below >= rank && total > 0) {
        return Duration.ofMillis(middle(i));
      }
    }
    return null;
  }

  /** Below {@link #PARTS} each millisecond has its own. */
  private static int bucket(long millis) {
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(millis) - BITS - 1);
    return (shift << BITS) + (int) (millis >> shift);
  }

  private static long middle(int bucket) {
    int shift = Math.max(0, (bucket >> BITS) - 1);
    long first = (long) (bucket - (shift << BITS)) << shift;
    return first + ((1L << shift) >> 1);
  }
}
