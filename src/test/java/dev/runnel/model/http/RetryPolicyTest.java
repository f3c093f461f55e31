package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Set<ErrorCode> RETRIED =
      EnumSet.of(ErrorCode.UPSTREAM_RATE_LIMITED, ErrorCode.UPSTREAM_UNAVAILABLE);

  @Test
  void retriesRateLimitsAndUnavailabilityTwiceAndNothingElse() {
    for (ErrorCode code : ErrorCode.values()) {
      ModelException failure = ModelException.of(code, "x").build();

      assertThat(RetryPolicy.delay(failure, 0, 0.5) != null)
          .as("%s", code)
          .isEqualTo(RETRIED.contains(code));
      assertThat(RetryPolicy.delay(failure, 1, 0.5) != null)
          .as("%s", code)
          .isEqualTo(RETRIED.contains(code));
      assertThat(RetryPolicy.delay(failure, 2, 0.5)).as("%s", code).isNull();
    }
  }

  @Test
  void retriesATimeoutOfTheConnectionTwiceAndOfTheFirstByteOnce() {
    assertThat(RetryPolicy.delay(timeout(Phase.CONNECT), 1, 0.5)).isNotNull();
    assertThat(RetryPolicy.delay(timeout(Phase.CONNECT), 2, 0.5)).isNull();
    assertThat(RetryPolicy.delay(timeout(Phase.FIRST_BYTE), 0, 0.5)).isNotNull();
    assertThat(RetryPolicy.delay(timeout(Phase.FIRST_BYTE), 1, 0.5)).isNull();
    assertThat(RetryPolicy.delay(timeout(Phase.IDLE), 0, 0.5)).isNull();
    assertThat(RetryPolicy.delay(timeout(Phase.TOTAL), 0, 0.5)).isNull();
  }

  @Test
  void waitsHalfASecondAndThenTwiceThatAQuarterMoreOrLess() {
    assertThat(RetryPolicy.delay(unavailable(null), 0, 0)).isEqualTo(Duration.ofMillis(375));
    assertThat(RetryPolicy.delay(unavailable(null), 0, 0.5)).isEqualTo(Duration.ofMillis(500));
    assertThat(RetryPolicy.delay(unavailable(null), 0, 0.999_999_999))
        .isBetween(Duration.ofMillis(624), Duration.ofMillis(625));
    assertThat(RetryPolicy.delay(unavailable(null), 1, 0.5)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void waitsAsLongAsAskedUpToTenSeconds() {
    assertThat(RetryPolicy.delay(unavailable(Duration.ofSeconds(10)), 0, 0.5))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(RetryPolicy.delay(unavailable(Duration.ofMillis(10_001)), 0, 0.5)).isNull();
    assertThat(RetryPolicy.delay(unavailable(Duration.ZERO), 0, 0.5))
        .isEqualTo(Duration.ofMillis(500));
  }

  private static ModelException timeout(Phase phase) {
    return ModelException.of(ErrorCode.UPSTREAM_TIMEOUT, "x").phase(phase).build();
  }

  private static ModelException unavailable(@Nullable Duration retryAfter) {
    return ModelException.of(ErrorCode.UPSTREAM_UNAVAILABLE, "x").retryAfter(retryAfter).build();
  }
}
