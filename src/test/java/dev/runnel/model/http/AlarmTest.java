package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Threads;
import dev.runnel.standin.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {

  private final ManualScheduler time = new ManualScheduler();
  private int rings;
  private final Alarm alarm =
      new Alarm(new Threads(Runnable::run, time, time::nanoTime), () -> rings++);

  @Test
  void ringsOnceAtItsTime() {
    alarm.set(seconds(5));
    time.advance(Duration.ofSeconds(4));
    assertThat(rings).isZero();
    time.advance(Duration.ofSeconds(1));
    assertThat(rings).isEqualTo(1);
    time.advance(Duration.ofSeconds(100));
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void staysAsItIsWhenItIsSetLater() {
    alarm.set(seconds(5));
    alarm.set(seconds(30));

    assertThat(time.pending()).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void movesWhenItIsSetEarlier() {
    alarm.set(seconds(30));
    alarm.set(seconds(5));

    assertThat(time.pending()).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void canBeSetAgainAfterItHasRung() {
    alarm.set(seconds(5));
    time.advance(Duration.ofSeconds(5));
    alarm.set(seconds(5));
    time.advance(Duration.ZERO);

    assertThat(rings).isEqualTo(2);
  }

  @Test
  void doesNotRingOnceCleared() {
    alarm.set(seconds(5));
    alarm.clear();
    time.advance(Duration.ofSeconds(10));

    assertThat(rings).isZero();
    assertThat(time.pending()).isEmpty();
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
