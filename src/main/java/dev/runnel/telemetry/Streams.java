package dev.runnel.telemetry;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.log.LogEntry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts for the MBean. Thread-safe. */
@Singleton
class Streams implements StreamsMXBean, CompletionObserver {

  private final Completions completions;
  private final LongAdder started = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final FirstTokens firstTokens = new FirstTokens();

  @Inject
  Streams(Completions completions) {
    this.completions = completions;
  }

  @Override
  public void onStarted(Completion completion) {
    started.increment();
  }

  @Override
  public void onFirstToken(Completion completion) {
    Duration time = completion.progress().timeToFirstToken();
    if (time != null) {
      firstTokens.add(time);
    }
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
    return firstTokens.millis(50);
  }

  @Override
  public long getTimeToFirstTokenP95Millis() {
    return firstTokens.millis(95);
  }

  @Override
  public String cancel(String id) {
    return completions
        .find(id)
        .map(completion -> GenAi.outcome(completion.stop()))
        .orElseThrow(() -> new IllegalArgumentException("There is no stream of this id."));
  }
}
