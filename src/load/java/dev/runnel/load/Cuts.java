package dev.runnel.load;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a client that resumes cuts its connections: a number of random places. On one loop. */
final class Cuts {

  private static final int NEVER = Integer.MAX_VALUE;

  private final Random random;
  private final int count;
  private final int maxBytes;
  private final AtomicInteger done = new AtomicInteger();

  /** So many cuts, each after 0 to {@code maxBytes} bytes of a reply's body. */
  Cuts(Random random, int count, int maxBytes) {
    this.random = random;
    this.count = count;
    this.maxBytes = maxBytes;
  }

  /** After how many bytes of its body the next reply is cut. */
  int next() {
    return done.get() < count ? random.nextInt(maxBytes + 1) : NEVER;
  }

  /** Counts a cut; whether it is made with a reset. */
  boolean cutWithReset() {
    done.incrementAndGet();
    return random.nextBoolean();
  }

  /** How many cuts were made. For any thread. */
  int done() {
    return done.get();
  }
}
