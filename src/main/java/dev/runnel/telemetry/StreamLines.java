package dev.runnel.telemetry;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Progress;
import dev.runnel.config.Threads;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.log.LogEntry;
import dev.runnel.model.Usage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Logs one line of JSON for each stream that ended, as {@value #LOGGER} at level INFO. A provider's
 * words in it, such as its log id, cannot begin another line. Thread-safe.
 */
@Singleton
class StreamLines implements CompletionObserver {

  static final String LOGGER = "dev.runnel.stream";

  private final Threads threads;
  private final Consumer<String> log;

  @Inject
  StreamLines(Threads threads) {
    this(threads, toLog(System.getLogger(LOGGER)));
  }

  StreamLines(Threads threads, Consumer<String> log) {
    this.threads = threads;
    this.log = log;
  }

  private static Consumer<String> toLog(Logger logger) {
    return line -> logger.log(Level.INFO, line);
  }

  @Override
  public void onEnded(Completion completion) {
    Progress progress = completion.progress();
    try {
      // Elsewhere: a log that is written slowly must not hold up who reads this end.
      threads.workers().execute(() -> log.accept(line(progress)));
    } catch (RejectedExecutionException stopping) {
      log.accept(line(progress));
    }
  }

  private static String line(Progress progress) {
    LogEntry.Ended ended = progress.ended();
    LogEntry.Failed failed = ended instanceof LogEntry.Failed error ? error : null;
    Usage usage = progress.usage();
    return onOneLine(
        new JsonObjectBuilder()
            .put("id", progress.streamId())
            .put("user", progress.user())
            .put("model", progress.model())
            .put("kind", progress.dialect())
            .put("outcome", word(ended))
            .put("code", failed == null ? null : failed.code().code())
            .put("provider_code", failed == null ? null : failed.providerCode())
            .put("log_id", progress.logId())
            .put("ttft_ms", millis(progress.timeToFirstToken()))
            .put("duration_ms", millis(progress.age()))
            .put("input_tokens", usage == null ? null : usage.input())
            .put("output_tokens", usage == null ? null : usage.output())
            .put("characters", progress.characters())
            .put("retries", (long) progress.retries())
            .build()
            .toJson());
  }

  private static String word(LogEntry.@Nullable Ended ended) {
    if (ended instanceof LogEntry.Complete) {
      return "complete";
    }
    return ended instanceof LogEntry.Failed ? "error" : "cancelled";
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }

  /**
   * JSON allows what some readers of logs take for the end of a line, or a terminal for an order.
   */
  private static String onOneLine(String json) {
    StringBuilder line = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if ((c >= '\u007f' && c <= '\u009f') || c == '\u2028' || c == '\u2029') {
        line.append("\\u").append(String.format("%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
