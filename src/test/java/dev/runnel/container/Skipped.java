package dev.runnel.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests that are skipped, and say so. */
final class Skipped {

  private Skipped() {}

  /** Skips a test, with a line that says why, unless it can run. */
  static void unless(boolean possible, String why) {
    if (!possible) {
      // A report of skipped tests does not say why.
      System.out.println("SKIPPED: " + why);
    }
    assumeTrue(possible, "SKIPPED: " + why);
  }
}
