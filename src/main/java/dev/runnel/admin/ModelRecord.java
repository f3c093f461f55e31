package dev.runnel.admin;

import dev.runnel.completion.Progress;
import dev.runnel.log.LogEntry;
import dev.runnel.model.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the figures of one model. Thread-safe. */
final class ModelRecord {

  private final String model;
  private long completed;
  private long failed;
  private long cancelled;
  private long inputTokens;
  private long outputTokens;
  private boolean estimated;
  private @Nullable Instant lastSuccess;
  private @Nullable ErrorReport lastError;

  ModelRecord(String model) {
    this.model = model;
  }

  /**
   * One has ended.
   *
   * @param error what went wrong, or null
   */
  synchronized void ends(Progress progress, @Nullable ErrorReport error, Instant at) {
    if (error != null) {
      failed++;
      if (error.byProvider()) {
        lastError = error;
      }
    } else if (progress.ended() instanceof LogEntry.Cancelled) {
      cancelled++;
    } else {
      completed++;
      lastSuccess = at;
    }
    Usage usage = progress.usage();
    if (usage != null) {
      inputTokens += usage.input() == null ? 0 : usage.input();
      outputTokens += usage.output() == null ? 0 : usage.output();
      estimated |= usage.estimated();
    }
  }

  synchronized @Nullable Instant lastSuccess() {
    return lastSuccess;
  }

  synchronized @Nullable ErrorReport lastError() {
    return lastError;
  }

  /** With the times to its first tokens, which are kept elsewhere. */
  synchronized ModelFigures figures(FirstTokens.Times firstTokens) {
    return new ModelFigures(
        model,
        completed,
        failed,
        cancelled,
        inputTokens,
        outputTokens,
        estimated,
        firstTokens.count(),
        firstTokens.median(),
        firstTokens.p95());
  }
}
