package dev.runnel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.RandomJson;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random lives of streams. {@code -Dsimulation.schedules=} says how many, {@code -Dseed=} with
 * which to begin: what a failure names is run again by {@code -Dseed=… -Dsimulation.schedules=1}.
 */
class SimulationTest {

  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 3_000);
  private static final int REPEATED = 20;

  /** The rarest corner is in one of a hundred schedules. */
  private static final int ENOUGH_FOR_ALL_CORNERS = 3_000;

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS) // for as many as one wants
  void keepsEveryPromiseInEveryOrderOfThings() {
    long first = RandomJson.seed();
    Set<Corner> reached = EnumSet.noneOf(Corner.class);
    try (Errors errors = new Errors()) {
      for (long seed = first; seed < first + SCHEDULES; seed++) {
        reached.addAll(run(seed, errors).reached());
      }
    }
    if (SCHEDULES >= ENOUGH_FOR_ALL_CORNERS) {
      assertThat(reached).as("from seed %d on", first).containsExactly(Corner.values());
    }
  }

  @Test
  void runsASeedTheSameWayEveryTime() {
    long first = RandomJson.seed();
    try (Errors errors = new Errors()) {
      for (long seed = first; seed < first + REPEATED; seed++) {
        assertThat(run(seed, errors).trace().digest())
            .as("seed %d", seed)
            .isEqualTo(run(seed, errors).trace().digest());
      }
    }
  }

  private static World run(long seed, Errors errors) {
    World world = new World(seed, errors);
    try {
      world.run();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + e.getMessage(), e);
    }
    return world;
  }
}
