package dev.runnel.admin;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Progress;
import dev.runnel.completion.RefusedException;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hears of every completion, and keeps what administrators want to know of them. Thread-safe. */
@Singleton
class CompletionRecords implements CompletionObserver {

  private final InstantSource clock;

  /** By the ids of models: there are as many as the catalog has. */
  private final Map<String, ModelRecord> models = new ConcurrentHashMap<>();

  private final ErrorJournal errors = new ErrorJournal();
  private final Map<RefusedException.Reason, Long> refused =
      new EnumMap<>(RefusedException.Reason.class);

  @Inject
  CompletionRecords(Threads threads) {
    this.clock = threads.clock();
  }

  @Override
  public void onEnded(Completion completion) {
    Progress progress = completion.progress();
    Instant now = clock.instant();
    if (progress.ended() instanceof LogEntry.Failed failed) {
      ErrorReport error = ErrorReport.of(progress, failed, now);
      errors.add(error);
      of(progress.model()).ends(progress, error, now);
    } else {
      of(progress.model()).ends(progress, null, now);
    }
  }

  @Override
  public void onRefused(RefusedException.Reason reason) {
    synchronized (refused) {
      refused.merge(reason, 1L, Long::sum);
    }
  }

  /** What is kept of a model. */
  ModelRecord of(String model) {
    return models.computeIfAbsent(model, ModelRecord::new);
  }

  /** The last errors, the latest first. */
  List<ErrorReport> errors() {
    return errors.latestFirst();
  }

  /** How many requests were refused, by why; none is zero. */
  Map<RefusedException.Reason, Long> refused() {
    synchronized (refused) {
      return Map.copyOf(refused);
    }
  }
}
