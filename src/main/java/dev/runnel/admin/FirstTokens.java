package dev.runnel.admin;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Progress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long answers took to begin, from the request to the model's first text or reasoning, since
 * the application was started: the one source of percentiles, for the administrators' page and for
 * JMX. Prometheus has none: there the same times are counted in the buckets that OpenTelemetry's
 * conventions name, and whoever asks chooses the span of time. Thread-safe.
 */
@Singleton
public class FirstTokens implements CompletionObserver {

  /** By the ids of models: there are as many as the catalog has. Its own lock. */
  private final Map<String, DurationHistogram> byModel = new HashMap<>();

  /**
   * Percentiles of times, by the nearest rank, off by at most one part in {@value
   * DurationHistogram#PARTS}.
   *
   * @param count how many answers have begun
   * @param median the time that half of them did not exceed; null where there is none
   * @param p95 the time that 95 of 100 did not exceed, likewise
   */
  public record Times(long count, @Nullable Duration median, @Nullable Duration p95) {}

  /** None has begun yet. */
  @Inject
  public FirstTokens() {}

  @Override
  public void onFirstToken(Completion completion) {
    Progress progress = completion.progress();
    Duration time = progress.timeToFirstToken();
    if (time != null) {
      synchronized (byModel) {
        byModel.computeIfAbsent(progress.model(), model -> new DurationHistogram()).add(time);
      }
    }
  }

  /** Those of one model. */
  Times of(String model) {
    synchronized (byModel) {
      DurationHistogram histogram = byModel.get(model);
      return times(histogram == null ? new DurationHistogram() : histogram);
    }
  }

  /** Those of all models together. */
  public Times ofAll() {
    DurationHistogram all = new DurationHistogram();
    synchronized (byModel) {
      byModel.values().forEach(all::addAll);
    }
    return times(all);
  }

  private static Times times(DurationHistogram histogram) {
    return new Times(histogram.total(), histogram.percentile(50), histogram.percentile(95));
  }
}
