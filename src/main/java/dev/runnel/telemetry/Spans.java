package dev.runnel.telemetry;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Progress;
import dev.runnel.log.LogEntry;
import dev.runnel.model.Usage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A span {@code chat {model}} for each completion, from its start to its end, below the span of the
 * request that started it. Loaded only where the server has OpenTelemetry's API. Thread-safe.
 */
@Vetoed
final class Spans implements CompletionObserver {

  private static final String SCOPE = "dev.runnel";
  private static final String LOG_ID = "runnel.provider.log_id";
  private static final String RETRIES = "runnel.provider.retries";
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey(GenAi.FINISH_REASONS);

  private final Tracer tracer;
  private final Providers providers;

  /** The spans that have not ended, by the ids of their streams. */
  private final Map<String, Span> open = new ConcurrentHashMap<>();

  Spans(OpenTelemetry telemetry, Providers providers) {
    this.tracer = telemetry.getTracer(SCOPE);
    this.providers = providers;
  }

  /** By what the server gives this application; nothing where it gives it none. */
  static CompletionObserver ofServer(Providers providers) {
    Instance<OpenTelemetry> servers = CDI.current().select(OpenTelemetry.class);
    return servers.isResolvable()
        ? new Spans(servers.get(), providers)
        : new CompletionObserver() {};
  }

  @Override
  public void onStarted(Completion completion) {
    Progress progress = completion.progress();
    // On the request's thread: its span is the current one, and becomes the parent.
    Span span =
        tracer
            .spanBuilder(GenAi.CHAT + " " + progress.model())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT)
            .setAttribute(GenAi.PROVIDER_NAME, providers.of(progress.model()))
            .setAttribute(GenAi.REQUEST_MODEL, progress.model())
            .startSpan();
    if (span.isRecording()) {
      open.put(progress.streamId(), span);
    }
  }

  @Override
  public void onEnded(Completion completion) {
    Progress progress = completion.progress();
    Span span = open.remove(progress.streamId());
    if (span == null) {
      return;
    }
    LogEntry.Ended ended = progress.ended();
    if (ended instanceof LogEntry.Complete complete) {
      span.setAttribute(GenAi.RESPONSE_MODEL, complete.model());
      span.setAttribute(FINISH_REASONS, List.of(complete.finishReason()));
    } else if (ended instanceof LogEntry.Failed failed) {
      span.setAttribute(GenAi.ERROR_TYPE, failed.code().code());
      span.setStatus(StatusCode.ERROR);
    }
    Usage usage = progress.usage();
    if (usage != null && usage.input() != null) {
      span.setAttribute(GenAi.INPUT_TOKENS, usage.input());
    }
    if (usage != null && usage.output() != null) {
      span.setAttribute(GenAi.OUTPUT_TOKENS, usage.output());
    }
    if (progress.logId() != null) {
      span.setAttribute(LOG_ID, progress.logId());
    }
    if (progress.retries() > 0) {
      span.setAttribute(RETRIES, (long) progress.retries());
    }
    span.end();
  }

  /** The spans that have not ended. */
  int open() {
    return open.size();
  }
}
