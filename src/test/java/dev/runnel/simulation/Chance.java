package dev.runnel.simulation;

import java.util.List;
import java.util.Random;

/** What a seed decides. */
final class Chance {

  private final Random random;

  Chance(long seed) {
    // Seeds that follow each other begin alike: mixed, they do not.
    long mixed = seed * 0x9E3779B97F4A7C15L;
    this.random = new Random(mixed ^ mixed >>> 29);
  }

  Random random() {
    return random;
  }

  boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
