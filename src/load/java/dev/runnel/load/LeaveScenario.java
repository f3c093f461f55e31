package dev.runnel.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code leave}: how long it takes until the provider's connection is closed when the last client
 * has left and nothing is waited for, or when somebody stops the stream.
 */
final class LeaveScenario implements Scenario {

  private static final int REPETITIONS = 30;
  private static final int WARM_UP_REPETITIONS = 20;
  private static final long BETWEEN_STARTS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int MAX_SILENT_LEAVE_MILLIS = 5_000;
  private static final int MAX_STOP_MILLIS = 100;

  /** How long is waited for what must take less. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int TOKENS_PER_SECOND = 20;

  /** Longer than anything is waited for. */
  private static final int MANY_TOKENS = 60 * TOKENS_PER_SECOND;

  private static final int SOME_TOKENS = 5;

  /** So that the provider has been called by then. */
  private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** At any time between two heartbeats and two tokens. */
  private static final long PAUSE_RANGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Plan FLOWING = Plan.paced(MANY_TOKENS, TOKENS_PER_SECOND, Plan.Ending.DONE);
  private static final Plan FALLEN_SILENT =
      Plan.paced(SOME_TOKENS, TOKENS_PER_SECOND, Plan.Ending.SILENCE);
  private static final Plan NO_REPLY = Plan.paced(0, TOKENS_PER_SECOND, Plan.Ending.NO_REPLY);

  private enum Act {
    LEAVE("client leaves"),
    RESET("client resets"),
    STOP("DELETE");

    private final String title;

    Act(String title) {
      this.title = title;
    }
  }

  @Override
  public String title(Options options) {
    return "leave: time until the provider's connection is closed, without grace";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("RUNNEL_RESUME_GRACE", "PT0S");
  }

  @Override
  public void run(Bed bed, Report report) throws InterruptedException {
    Random random = new Random(bed.options().seed());
    report.row("what", "while", "p50 ms", "max ms", "limit ms", "streams ok");
    int flowing = bed.server().maxLeaveMillis;
    new Measurement(bed, random, Act.LEAVE, FLOWING).run(WARM_UP_REPETITIONS);
    for (Act act : List.of(Act.LEAVE, Act.RESET)) {
      measure(bed, report, random, act, "tokens flow", FLOWING, flowing);
      measure(bed, report, random, act, "silence", FALLEN_SILENT, MAX_SILENT_LEAVE_MILLIS);
      measure(bed, report, random, act, "no reply yet", NO_REPLY, MAX_SILENT_LEAVE_MILLIS);
    }
    measure(bed, report, random, Act.STOP, "tokens flow", FLOWING, MAX_STOP_MILLIS);
    measure(bed, report, random, Act.STOP, "silence", FALLEN_SILENT, MAX_STOP_MILLIS);
    measure(bed, report, random, Act.STOP, "no reply yet", NO_REPLY, MAX_STOP_MILLIS);
  }

  private static void measure(
      Bed bed, Report report, Random random, Act act, String during, Plan plan, int maxMillis)
      throws InterruptedException {
    Measurement measurement = new Measurement(bed, random, act, plan);
    measurement.run(REPETITIONS);
    Samples times = measurement.times;
    report.row(
        act.title,
        during,
        Report.format("%.1f", times.percentileMillis(0.5)),
        Report.format("%.1f", times.maxMillis()),
        Integer.toString(maxMillis),
        measurement.tally.ratio());
    String what = act.title + ", " + during;
    report.requireAllOk(
        Report.format("%s: within %d ms", what, maxMillis),
        measurement.tally,
        times.maxMillis() <= maxMillis);
  }

  /** Some streams that are all ended in one way. */
  private static final class Measurement {

    private final Bed bed;
    private final Random random;
    private final Act act;
    private final Plan plan;
    private final Samples unwanted = new Samples();
    private final Samples times = new Samples();
    private final Tally tally = new Tally();

    Measurement(Bed bed, Random random, Act act, Plan plan) {
      this.bed = bed;
      this.random = random;
      this.act = act;
      this.plan = plan;
    }

    void run(int repetitions) throws InterruptedException {
      List<Ending> endings = new ArrayList<>();
      for (int i = 0; i < repetitions; i++) {
        long pauseNanos = MIN_PAUSE_NANOS + (long) (random.nextDouble() * PAUSE_RANGE_NANOS);
        endings.add(new Ending(i * BETWEEN_STARTS_NANOS, pauseNanos));
      }
      long end = System.nanoTime() + repetitions * BETWEEN_STARTS_NANOS + PATIENCE.toNanos();
      for (Ending ending : endings) {
        tally.add(ending.await(end));
      }
    }

    /** One stream and its end. */
    private final class Ending {

      private final ProvidedStream provided = bed.provider().expect(Dialect.CHAT, plan);
      private final CompletableFuture<Long> begun = new CompletableFuture<>();
      private final CompletableFuture<WholeReply> stopReply = new CompletableFuture<>();
      private final ClientStream stream;
      private final long pauseNanos;
      private boolean decided;

      Ending(long afterNanos, long pauseNanos) {
        this.pauseNanos = pauseNanos;
        stream =
            bed.clients()
                .open(provided, unwanted, unwanted, afterNanos, it -> it.onEvent(this::onEvent));
      }

      private void onEvent(ClientStream it) {
        if (!decided && it.check.tokens() >= Math.min(SOME_TOKENS, plan.tokens())) {
          decided = true;
          bed.clients().after(pauseNanos, () -> act(it));
        }
      }

      private void act(ClientStream it) {
        begun.complete(System.nanoTime());
        if (act == Act.STOP) {
          it.mayBeStopped();
          var unused = bed.clients().stop(it.check.streamId()).thenAccept(stopReply::complete);
        } else {
          stopReply.complete(new WholeReply(200, ""));
          it.leave(act == Act.RESET);
        }
      }

      /** Waits for the end, until a time; what was wrong, or "". */
      String await(long until) throws InterruptedException {
        try {
          String stopped = Waits.get(stopReply, until).complaint();
          if (!stopped.isEmpty()) {
            return "DELETE: " + stopped;
          }
          times.add(Waits.get(provided.closedByPeer, until) - Waits.get(begun, until));
          return Waits.get(stream.ended, until);
        } catch (TimeoutException e) {
          return "not closed in time";
        }
      }
    }
  }
}
