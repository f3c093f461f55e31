package dev.runnel.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many streams at an even pace, all at the same time, some clients slow where that is asked. */
final class PacedRound {

  static final String[] COLUMNS = {
    "round",
    "ok",
    "tokens",
    "first event p50/p99 ms",
    "added p50/p99/max ms",
    "CPU µs/token",
    "threads",
    "descriptors",
    "resident MiB",
    "heap MiB"
  };

  /** The time in which the streams begin, so that their tokens do not come in step. */
  private static final long RAMP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How much longer than planned the streams may take before they are given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // Two of five slow clients get more than the system takes for them: writes to them block.
  private static final int SLOW_IN_TURN = 5;
  private static final int BLOCKING_IN_TURN = 2;

  private static final long BETWEEN_LOOKS_MILLIS = 250;
  private static final double MICROS_PER_NANO = 1e-3;

  private final Provider provider;
  private final Clients clients;
  private final ProcessProbe probe;
  private final Dialect dialect;
  private final Samples firstEvent = new Samples();
  private final Samples added = new Samples();
  private final Samples unwanted = new Samples();
  private final Tally tally = new Tally();
  private final List<ClientStream> normal = new ArrayList<>();
  private final List<ClientStream> slow = new ArrayList<>();
  private final Peak peak;
  private double cpuMicrosPerToken;
  private double heapMiB;

  /** A round that has not begun, of clients in front of a provider, or of the server before it. */
  PacedRound(Provider provider, Clients clients, ProcessProbe probe, Dialect dialect) {
    this.provider = provider;
    this.clients = clients;
    this.probe = probe;
    this.dialect = dialect;
    this.peak = new Peak(probe);
  }

  /**
   * Runs the round until all but the slow clients have read their streams.
   *
   * @param streams how many streams, those of slow clients included
   * @param slowClients how many clients read one byte in a second
   */
  PacedRound run(int streams, int slowClients, int tokensPerSecond, int seconds)
      throws InterruptedException {
    Plan plan = Plan.paced(tokensPerSecond * seconds, tokensPerSecond, Plan.Ending.DONE);
    Duration cpuBefore = probe.cpuTime();
    for (int i = 0; i < streams; i++) {
      long afterNanos = i * RAMP_NANOS / streams;
      // The slow ones evenly between the others.
      if ((long) i * slowClients / streams != (long) (i + 1) * slowClients / streams) {
        openSlow(plan, afterNanos);
      } else {
        normal.add(
            clients.open(
                provider.expect(dialect, plan), firstEvent, added, afterNanos, stream -> {}));
      }
    }
    await(Duration.ofNanos(RAMP_NANOS).plusSeconds(seconds).plus(PATIENCE));
    cpuMicrosPerToken =
        probe.cpuTime().minus(cpuBefore).toNanos() * MICROS_PER_NANO / added.count();
    heapMiB = probe.heapMiBAfterCollection();
    slow.forEach(stream -> clients.after(0, () -> stream.leave(true)));
    return this;
  }

  /** How the streams of the clients that are not slow went. */
  Tally tally() {
    return tally;
  }

  /** The added latency that 99 of 100 tokens do not exceed, of the clients that are not slow. */
  double addedP99Millis() {
    return added.percentileMillis(0.99);
  }

  int peakThreads() {
    return peak.threads();
  }

  /** The cells for {@link #COLUMNS}. */
  String[] row(String name) {
    return new String[] {
      name,
      tally.ratio(),
      Report.format("%,d", added.count()),
      Report.format(
          "%.1f/%.1f", firstEvent.percentileMillis(0.5), firstEvent.percentileMillis(0.99)),
      Report.format(
          "%.1f/%.1f/%.0f",
          added.percentileMillis(0.5), added.percentileMillis(0.99), added.maxMillis()),
      Report.format("%.1f", cpuMicrosPerToken),
      Integer.toString(peak.threads()),
      Integer.toString(peak.fileDescriptors()),
      Report.format("%.0f", peak.residentMiB()),
      Report.format("%.1f", heapMiB)
    };
  }

  private void openSlow(Plan plan, long afterNanos) {
    // The system's buffers alone hold a short answer: these would never be felt by the server.
    boolean blocks = slow.size() % SLOW_IN_TURN < BLOCKING_IN_TURN;
    slow.add(
        clients.open(
            provider.expect(dialect, blocks ? Plan.longerThanBuffers(Plan.Ending.SILENCE) : plan),
            unwanted,
            unwanted,
            afterNanos,
            stream -> stream.reading(Reading.ONE_BYTE_PER_SECOND)));
  }

  private void await(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (ClientStream stream : normal) {
      while (!stream.ended.isDone() && System.nanoTime() - end < 0) {
        peak.look();
        try {
          var unused = stream.ended.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
          // Looks at the server again.
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
      tally.add(stream.ended.getNow("not ended in time"));
    }
  }
}
