package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpiredIdsTest {

  private long now;
  private final ExpiredIds ids = new ExpiredIds(() -> now);

  @Test
  void remembersAnIdForADay() {
    ids.add("a");
    now += ExpiredIds.MEMORY.toNanos();
    assertThat(ids.contains("a")).isTrue();
    now++;
    assertThat(ids.contains("a")).isFalse();
    assertThat(ids.contains("b")).isFalse();
  }

  @Test
  void remembersSoManyAndForgetsTheOldest() {
    for (int i = 0; i <= ExpiredIds.MAX_IDS; i++) {
      ids.add("id" + i);
    }
    assertThat(ids.contains("id0")).isFalse();
    assertThat(ids.contains("id1")).isTrue();
    assertThat(ids.contains("id" + ExpiredIds.MAX_IDS)).isTrue();
  }
}
