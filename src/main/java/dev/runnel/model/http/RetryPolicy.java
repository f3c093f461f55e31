package dev.runnel.model.http;

import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which failures are tried again, and after how long. */
final class RetryPolicy {

  static final int MAX_RETRIES = 2;

  /**
   * A provider that took a request and said nothing may be at work on it: one more try is enough.
   */
  static final int MAX_RETRIES_AFTER_FIRST_BYTE = 1;

  static final Duration FIRST_DELAY = Duration.ofMillis(500);
  static final Duration MAX_DELAY = Duration.ofSeconds(8);

  /** Delays differ by up to this part, so that failed together is not retried together. */
  static final double JITTER = 0.25;

  /** The longest {@code Retry-After} that is waited for; longer ones are the caller's to know. */
  static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(10);

  private RetryPolicy() {}

  /**
   * How long to wait before the next attempt, or null when there is to be none.
   *
   * @param failure how the last attempt ended, before any text came
   * @param retries the retries so far
   * @param random a number from 0 to less than 1
   */
  static @Nullable Duration delay(ModelException failure, int retries, double random) {
    Duration asked = failure.retryAfter();
    if (retries >= maxRetries(failure) || (asked != null && asked.compareTo(MAX_RETRY_AFTER) > 0)) {
      return null;
    }
    double nanos =
        Math.min(FIRST_DELAY.toNanos() * Math.pow(2, retries), (double) MAX_DELAY.toNanos());
    Duration delay = Duration.ofNanos((long) (nanos * (1 + JITTER * (2 * random - 1))));
    return asked == null || asked.compareTo(delay) < 0 ? delay : asked;
  }

  private static int maxRetries(ModelException failure) {
    return switch (failure.code()) {
      case UPSTREAM_RATE_LIMITED, UPSTREAM_UNAVAILABLE -> MAX_RETRIES;
      case UPSTREAM_TIMEOUT ->
          failure.phase() == Phase.CONNECT
              ? MAX_RETRIES
              : failure.phase() == Phase.FIRST_BYTE ? MAX_RETRIES_AFTER_FIRST_BYTE : 0;
      default -> 0;
    };
  }
}
