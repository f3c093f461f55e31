package dev.runnel.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runnel.eventstream.EventStreamDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code resume}: clients whose connections are cut at random bytes, again and again, go on where
 * they were. Each reads what a client reads that was never cut.
 */
final class ResumeScenario implements Scenario {

  private static final int STREAMS = 50;
  private static final int CUTS = 100;
  private static final int TOKENS = 1_000;
  private static final int TOKENS_PER_SECOND = 100;

  /**
   * Small enough for all cuts to be made before a stream has ended: tokens that wait are joined,
   * and then take fewer bytes.
   */
  private static final int MAX_BYTES_BEFORE_CUT = 1_000;

  private static final long BETWEEN_STARTS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Override
  public String title(Options options) {
    return Report.format(
        "resume: %d streams, each cut %d times at random bytes, -Dload.seed=%d",
        STREAMS, CUTS, options.seed());
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public void run(Bed bed, Report report) throws InterruptedException {
    report.row("dialect", "streams ok", "cuts");
    for (Dialect dialect : List.of(Dialect.CHAT, Dialect.STRUCTURED)) {
      run(bed, report, dialect);
    }
  }

  private static void run(Bed bed, Report report, Dialect dialect) throws InterruptedException {
    Random seeds = new Random(bed.options().seed());
    Samples unwanted = new Samples();
    Plan plan = Plan.paced(TOKENS, TOKENS_PER_SECOND, Plan.Ending.DONE);
    List<ClientStream> streams = new ArrayList<>();
    List<Cuts> cuts = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Cuts own = new Cuts(new Random(seeds.nextLong()), CUTS, MAX_BYTES_BEFORE_CUT);
      cuts.add(own);
      streams.add(
          bed.clients()
              .open(
                  bed.provider().expect(dialect, plan),
                  unwanted,
                  unwanted,
                  i * BETWEEN_STARTS_NANOS,
                  stream -> stream.cutting(own)));
    }
    Tally tally = new Tally();
    long until = System.nanoTime() + PATIENCE_NANOS;
    for (ClientStream stream : streams) {
      tally.add(verdict(bed, stream, until));
    }
    int done = cuts.stream().mapToInt(Cuts::done).sum();
    report.row(dialect.path, tally.ratio(), Report.format("%,d", done));
    report.requireAllOk(dialect.path + " reads as uncut", tally);
    report.require(
        Report.format("%s: all %,d cuts were made", dialect.path, STREAMS * CUTS),
        done == STREAMS * CUTS);
  }

  private static String verdict(Bed bed, ClientStream stream, long until)
      throws InterruptedException {
    try {
      String complaint = Waits.get(stream.ended, until);
      if (!complaint.isEmpty()) {
        return complaint;
      }
      WholeReply uncut = Waits.get(bed.clients().read(stream.check.streamId()), until);
      if (!uncut.complaint().isEmpty()) {
        return "the uncut stream: " + uncut.complaint();
      }
      AnswerCheck check = new AnswerCheck(stream.provided.dialect, new Samples());
      check.onStreamId(stream.check.streamId());
      byte[] body = uncut.body().getBytes(UTF_8);
      new EventStreamDecoder(check::onEvent).feed(body, 0, body.length);
      if (!check.verdict("complete", TOKENS, TOKENS).isEmpty()) {
        return "the uncut stream: " + check.complaint();
      }
      return check.textHash() == stream.check.textHash() ? "" : "not the text of the uncut one";
    } catch (TimeoutException e) {
      return "not ended in time";
    }
  }
}
