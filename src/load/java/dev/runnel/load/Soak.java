package dev.runnel.load;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Streams that start, end, fail, are left, stopped and resumed all the time; afterwards the server
 * must have given everything back.
 */
final class Soak implements Scenario {

  private static final long BETWEEN_STARTS_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** Enough to fill whatever is kept up to a number: conversations are. */
  private static final int WARM_UP_STREAMS = 5_000;

  /** Longer than what has ended is retained, or a thread without work is kept. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(75);

  private static final int STREAMS_BETWEEN_LOOKS = 20;

  /** How long the last streams may take. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** What a heap may hold more: classes and caches come late, and a leak grows with the time. */
  private static final double HEAP_TOLERANCE_MIB = 8;

  /** How many more threads pools may have. */
  private static final int THREADS_TOLERANCE = 16;

  /** How many more files and sockets may be open. */
  private static final int DESCRIPTORS_TOLERANCE = 16;

  @Override
  public String title(Options options) {
    return Report.format(
        "soak: %d minutes, %d streams/s, -Dload.seed=%d",
        options.soakMinutes(), TimeUnit.SECONDS.toNanos(1) / BETWEEN_STARTS_NANOS, options.seed());
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("RUNNEL_RETENTION", "PT10S", "RUNNEL_RESUME_GRACE", "PT1S");
  }

  @Override
  public void run(Bed bed, Report report) throws InterruptedException {
    Random random = new Random(bed.options().seed());
    Peak peak = new Peak(bed.probe());
    Usage fresh = usageWhenQuiet(bed);
    SoakClients warmUp = new SoakClients(bed, random);
    start(warmUp, WARM_UP_STREAMS, peak);
    Usage before = usageWhenQuiet(bed);
    SoakClients soak = new SoakClients(bed, random);
    long streams = TimeUnit.MINUTES.toNanos(bed.options().soakMinutes()) / BETWEEN_STARTS_NANOS;
    start(soak, streams, peak);
    Usage after = usageWhenQuiet(bed);

    report.row("", "fresh", "before", "peak", "after", "tolerated");
    report.row(
        "heap MiB",
        Report.format("%.1f", fresh.heapMiB()),
        Report.format("%.1f", before.heapMiB()),
        "",
        Report.format("%.1f", after.heapMiB()),
        Report.format("+%.0f", HEAP_TOLERANCE_MIB));
    report.row(
        "threads",
        Integer.toString(fresh.threads()),
        Integer.toString(before.threads()),
        Integer.toString(peak.threads()),
        Integer.toString(after.threads()),
        "+" + THREADS_TOLERANCE);
    report.row(
        "descriptors",
        Integer.toString(fresh.fileDescriptors()),
        Integer.toString(before.fileDescriptors()),
        Integer.toString(peak.fileDescriptors()),
        Integer.toString(after.fileDescriptors()),
        "+" + DESCRIPTORS_TOLERANCE);
    report.requireAllOk("warm-up", warmUp.tally());
    report.requireAllOk("soak", soak.tally());
    report.requireAllOk("soak, DELETE", soak.stops());
    report.require("the heap is back", after.heapMiB() <= before.heapMiB() + HEAP_TOLERANCE_MIB);
    report.require("threads are back", after.threads() <= before.threads() + THREADS_TOLERANCE);
    report.require(
        "descriptors are back",
        after.fileDescriptors() <= before.fileDescriptors() + DESCRIPTORS_TOLERANCE);
  }

  private static void start(SoakClients clients, long streams, Peak peak) {
    long next = System.nanoTime();
    for (long i = 0; i < streams; i++) {
      clients.start();
      if (i % STREAMS_BETWEEN_LOOKS == 0) {
        peak.look();
      }
      next += BETWEEN_STARTS_NANOS;
      pauseUntil(next);
    }
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (clients.tally().total() < streams && System.nanoTime() - end < 0) {
      pauseUntil(System.nanoTime() + BETWEEN_STARTS_NANOS);
    }
    for (long missing = clients.tally().total(); missing < streams; missing++) {
      clients.tally().add("not ended in time");
    }
  }

  private static void pauseUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static Usage usageWhenQuiet(Bed bed) {
    // The server keeps connections for its next request as long as the provider does.
    bed.provider().closeIdleConnections();
    pauseUntil(System.nanoTime() + QUIET_NANOS);
    ProcessProbe probe = bed.probe();
    return new Usage(probe.heapMiBAfterCollection(), probe.threads(), probe.fileDescriptors());
  }

  /** What the server uses at one time. */
  private record Usage(double heapMiB, int threads, int fileDescriptors) {}
}
