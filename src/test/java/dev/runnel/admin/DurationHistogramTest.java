package dev.runnel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationHistogramTest {

  private final DurationHistogram histogram = new DurationHistogram();

  @RepeatedTest(50)
  void isOffByAtMostItsPrecision() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    long[] millis = new long[1 + random.nextInt(2_000)];
    for (int i = 0; i < millis.length; i++) {
      // All magnitudes alike.
      millis[i] = (long) Math.pow(2, random.nextDouble() * 22) - 1;
      histogram.add(Duration.ofMillis(millis[i]));
    }
    Arrays.sort(millis);
    for (int percent = 1; percent <= 100; percent++) {
      long exact = millis[(int) Math.ceil(millis.length * percent / 100.0) - 1];
      assertThat(told(percent) - exact)
          .as("p%s of %s with -Dseed=%s", percent, millis.length, seed)
          .isBetween(-exact / DurationHistogram.PARTS, exact / DurationHistogram.PARTS);
    }
    assertThat(histogram.total()).isEqualTo(millis.length);
  }

  @Test
  void isOffByAtMostItsPrecisionWhateverTheDuration() {
    for (long millis = 0; millis <= 200_000; millis++) {
      DurationHistogram one = new DurationHistogram();
      one.add(Duration.ofMillis(millis));
      assertThat(Math.abs(told(one, 50) - millis))
          .as("%s ms", millis)
          .isLessThanOrEqualTo(millis / DurationHistogram.PARTS);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 31, 32, 63})
  void tellsShortDurationsExactly(long millis) {
    histogram.add(Duration.ofMillis(millis));
    assertThat(told(95)).isEqualTo(millis);
  }

  @Test
  void tellsTheNearestRank() {
    for (int millis = 1; millis <= 20; millis++) {
      histogram.add(Duration.ofMillis(millis));
    }
    assertThat(told(50)).isEqualTo(10);
    assertThat(told(95)).isEqualTo(19);
    assertThat(told(96)).isEqualTo(20);
  }

  @Test
  void countsWhatAnotherHas() {
    DurationHistogram other = new DurationHistogram();
    histogram.add(Duration.ofMillis(10));
    other.add(Duration.ofMillis(20));
    other.add(Duration.ofMillis(30));
    histogram.addAll(other);
    assertThat(histogram.total()).isEqualTo(3);
    assertThat(told(1)).isEqualTo(10);
    assertThat(told(50)).isEqualTo(20);
    assertThat(told(100)).isEqualTo(30);
    assertThat(other.total()).isEqualTo(2);
  }

  @Test
  void tellsNothingOfNothing() {
    assertThat(histogram.percentile(50)).isNull();
  }

  @Test
  void takesWhatIsOutOfItsRangeAsItsEnds() {
    histogram.add(Duration.ofMillis(-1));
    assertThat(told(50)).isZero();
    histogram.add(Duration.ofDays(9));
    assertThat(told(100))
        .isCloseTo(
            DurationHistogram.LONGEST.toMillis(),
            Percentage.withPercentage(100.0 / DurationHistogram.PARTS));
  }

  private long told(int percent) {
    return told(histogram, percent);
  }

  private static long told(DurationHistogram histogram, int percent) {
    return Objects.requireNonNull(histogram.percentile(percent)).toMillis();
  }
}
