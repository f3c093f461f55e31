package dev.runnel.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code stalled}: what clients cost that read nothing of an answer which has ended. The answer is
 * kept once, so whatever the heap grows by is theirs.
 */
final class StalledScenario implements Scenario {

  private static final int STREAMS = 4;
  private static final int CLIENTS_PER_STREAM = 25;
  private static final int MAX_KIB_PER_CLIENT = 256;
  private static final double KIB_PER_MIB = 1024;

  /** In which the server writes all that anybody takes: some more send buffers than there are. */
  private static final long FILL_MILLIS = 5_000;

  /** In which the server gives up who takes nothing, and its own limit has passed as well. */
  private static final long GIVE_UP_MILLIS = 40_000;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Override
  public String title(Options options) {
    return Report.format(
        "stalled: %d clients that read nothing of answers of 2 MiB", STREAMS * CLIENTS_PER_STREAM);
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public void run(Bed bed, Report report) throws InterruptedException {
    report.row("when", "heap MiB", "KiB per client", "descriptors", "threads");
    List<String> streamIds = answers(bed);
    // Once before it counts: classes, pools and buffers that stay.
    leave(bed, stall(bed, streamIds));
    double before = row(bed, report, "before", Double.NaN);

    List<ClientConnection> stalled = stall(bed, streamIds);
    double during = row(bed, report, "while they stall", before);
    Thread.sleep(GIVE_UP_MILLIS);
    row(bed, report, "given up", before);
    leave(bed, stalled);
    row(bed, report, "after they left", before);

    double perClient = kibPerClient(before, during);
    report.require(
        Report.format("KiB per stalled client <= %d: %.0f", MAX_KIB_PER_CLIENT, perClient),
        perClient <= MAX_KIB_PER_CLIENT);
  }

  private static double kibPerClient(double before, double now) {
    return (now - before) * KIB_PER_MIB / (STREAMS * CLIENTS_PER_STREAM);
  }

  private static double row(Bed bed, Report report, String when, double before) {
    double heap = bed.probe().heapMiBAfterCollection();
    report.row(
        when,
        Report.format("%.1f", heap),
        Double.isNaN(before) ? "" : Report.format("%.0f", kibPerClient(before, heap)),
        Integer.toString(bed.probe().fileDescriptors()),
        Integer.toString(bed.probe().threads()));
    return heap;
  }

  /** The ids of streams that have ended. */
  private static List<String> answers(Bed bed) throws InterruptedException {
    Samples unwanted = new Samples();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      CompletableFuture<String> id = new CompletableFuture<>();
      bed.clients()
          .open(
              bed.provider().expect(Dialect.CHAT, Plan.longerThanBuffers(Plan.Ending.FIN)),
              unwanted,
              unwanted,
              0,
              stream ->
                  stream.onEvent(
                      it -> {
                        if (!it.check.terminal().isEmpty()) {
                          id.complete(it.check.streamId());
                        }
                      }));
      try {
        ids.add(Waits.get(id, System.nanoTime() + PATIENCE_NANOS));
      } catch (TimeoutException e) {
        throw new IllegalStateException("an answer that is read at once does not end", e);
      }
    }
    return ids;
  }

  private static List<ClientConnection> stall(Bed bed, List<String> streamIds)
      throws InterruptedException {
    List<ClientConnection> stalled = new ArrayList<>();
    for (String id : streamIds) {
      for (int i = 0; i < CLIENTS_PER_STREAM; i++) {
        stalled.add(bed.clients().stall(id).join());
      }
    }
    Thread.sleep(FILL_MILLIS);
    return stalled;
  }

  private static void leave(Bed bed, List<ClientConnection> stalled) throws InterruptedException {
    bed.clients().after(0, () -> stalled.forEach(ClientConnection::reset));
    Thread.sleep(FILL_MILLIS);
  }
}
