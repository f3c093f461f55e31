package dev.runnel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstTokensTest {

  private final FirstTokens times = new FirstTokens();

  @Test
  void hasNoPercentileOfNothing() {
    assertThat(times.millis(50)).isEqualTo(-1);
  }

  @Test
  void givesTheNearestRank() {
    for (int i = 100; i > 0; i--) {
      times.add(Duration.ofMillis(i));
    }
    assertThat(times.millis(50)).isEqualTo(50);
    assertThat(times.millis(95)).isEqualTo(95);
    assertThat(times.millis(100)).isEqualTo(100);
  }

  @Test
  void forgetsTheOldest() {
    times.add(Duration.ofHours(1));
    for (int i = 0; i < FirstTokens.KEPT; i++) {
      times.add(Duration.ofMillis(3));
    }
    assertThat(times.millis(100)).isEqualTo(3);
  }
}
