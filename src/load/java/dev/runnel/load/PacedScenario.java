package dev.runnel.load;

import java.util.Map;

/**
 * {@code steady}: many streams at the pace of a model. {@code slow}: the same, then once more with
 * a tenth of the clients reading a byte in a second, which must not be felt by the others.
 */
final class PacedScenario implements Scenario {

  /**
   * What all pools may grow by: 256 workers, up to 200 threads of Payara for requests, some others.
   * A thread for each stream would add a thousand.
   */
  private static final int MAX_THREADS_ADDED = 500;

  private static final int ONE_SLOW_IN = 10;

  /** How much slow clients may add to the latency of the others. */
  private static final double MAX_RATIO = 2;

  private static final int WARM_UP_STREAMS = 200;
  private static final int WARM_UP_TOKENS_PER_SECOND = 50;
  private static final int WARM_UP_SECONDS = 5;

  private final boolean withSlow;

  PacedScenario(boolean withSlow) {
    this.withSlow = withSlow;
  }

  @Override
  public String title(Options options) {
    return Report.format(
        "%s: %,d streams × %d tokens/s × %d s%s",
        withSlow ? "slow" : "steady",
        options.streams(),
        options.tokensPerSecond(),
        options.seconds(),
        withSlow ? ", then with one client in " + ONE_SLOW_IN + " reading 1 byte/s" : "");
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public void run(Bed bed, Report report) throws InterruptedException {
    int threadsBefore = bed.probe().threads();
    report.row(PacedRound.COLUMNS);
    PacedRound warmUp =
        begin(bed).run(WARM_UP_STREAMS, 0, WARM_UP_TOKENS_PER_SECOND, WARM_UP_SECONDS);
    report.row(warmUp.row("warm-up"));
    PacedRound steady = round(bed, 0);
    report.row(steady.row("steady"));
    report.requireAllOk("steady", steady.tally());
    requireFewThreads(report, "steady", steady.peakThreads() - threadsBefore);
    if (withSlow) {
      PacedRound slow = round(bed, bed.options().streams() / ONE_SLOW_IN);
      report.row(slow.row("slow"));
      report.requireAllOk("beside slow clients", slow.tally());
      requireFewThreads(report, "slow", slow.peakThreads() - threadsBefore);
      double ratio = slow.addedP99Millis() / steady.addedP99Millis();
      report.require(
          Report.format("added p99 beside slow clients / without < %.0f: %.2f", MAX_RATIO, ratio),
          ratio < MAX_RATIO);
    }
  }

  private static void requireFewThreads(Report report, String round, int added) {
    report.require(
        round + ": threads added <= " + MAX_THREADS_ADDED + ": " + added,
        added <= MAX_THREADS_ADDED);
  }

  private static PacedRound round(Bed bed, int slowClients) throws InterruptedException {
    Options options = bed.options();
    return begin(bed)
        .run(options.streams(), slowClients, options.tokensPerSecond(), options.seconds());
  }

  private static PacedRound begin(Bed bed) {
    return new PacedRound(bed.provider(), bed.clients(), bed.probe(), Dialect.CHAT);
  }
}
