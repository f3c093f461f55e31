package dev.runnel.telemetry;

import dev.runnel.admin.FirstTokens;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.log.LogEntry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts for the MBean. Thread-safe. */
@Singleton
class Streams implements StreamsMXBean, CompletionObserver {

  private final Completions completions;
  private final FirstTokens firstTokens;
  private final LongAdder started = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();

  @Inject
  Streams(Completions completions, FirstTokens firstTokens) {
    this.completions = completions;
    this.firstTokens = firstTokens;
  }

  @Override
  public void onStarted(Completion completion) {
    started.increment();
  }

  @Override
  public void onEnded(Completion completion) {
    LogEntry.Ended ended = completion.progress().ended();
    if (ended instanceof LogEntry.Failed) {
      failed.increment();
    } else if (ended instanceof LogEntry.Cancelled) {
      cancelled.increment();
    }
  }

  @Override
  public int getLive() {
    return completions.live();
  }

  @Override
  public long getStarted() {
    return started.sum();
  }

  @Override
  public long getFailed() {
    return failed.sum();
  }

  @Override
  public long getCancelled() {
    return cancelled.sum();
  }

  @Override
  public long getTimeToFirstTokenP50Millis() {
    return millis(firstTokens.ofAll().median());
  }

  @Override
  public long getTimeToFirstTokenP95Millis() {
    return millis(firstTokens.ofAll().p95());
  }

  private static long millis(@Nullable Duration time) {
    return time == null ? -1 : time.toMillis();
  }

  @Override
  public String cancel(String id) {
    return completions
        .find(id)
        .map(completion -> GenAi.outcome(completion.stop()))
        .orElseThrow(() -> new IllegalArgumentException("There is no stream of this id."));
  }
}
