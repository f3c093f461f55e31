package dev.runnel.telemetry;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.completion.Progress;
import dev.runnel.completion.RefusedException;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Usage;
import dev.runnel.web.EventStreams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures completions. A completion costs some look-ups, a token nothing. The values of
 * all labels are closed sets: configured models, dialects, error codes. Thread-safe.
 */
@Singleton
public class Meters implements CompletionObserver {

  private static final String KIND = "kind";
  private static final String MODEL = "model";

  /** Tokens per second: from a slow model on a laptop to a fast one in the cloud. */
  private static final double[] SPEEDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  /** A rate of tokens that came in less says nothing. */
  private static final Duration LEAST_WRITING = Duration.ofMillis(1);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Providers providers;

  private record Stream(String kind, String model) {
    Tags tags() {
      return Tags.of(KIND, kind, MODEL, model);
    }
  }

  private final Map<Stream, AtomicInteger> live = new ConcurrentHashMap<>();

  /** Meters of these completions and their clients. */
  @Inject
  public Meters(Providers providers, Completions completions, EventStreams streams) {
    this.providers = providers;
    gauge("runnel.clients.connected", "Clients that read a stream now", streams::clients);
    gauge(
        "runnel.clients.lagging",
        "Clients that are far behind their stream, or whose last event took long",
        streams::laggingClients);
    Gauge.builder("runnel.log.memory.held", completions, c -> c.capacity().logBytes())
        .description("What all answers hold, live and ended ones")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    Gauge.builder("runnel.log.memory.max", completions, c -> c.capacity().maxLogBytes())
        .description("What all answers may hold")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    gauge("runnel.streams.max", "Streams that may live", () -> completions.capacity().maxLive());
    for (RefusedException.Reason reason : RefusedException.Reason.values()) {
      // From the start: what never happened is a zero, not a gap.
      refused(reason);
    }
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** All meters in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  /** The application goes. */
  @PreDestroy
  void close() {
    registry.close();
  }

  @Override
  public void onStarted(Completion completion) {
    Stream stream = stream(completion.progress());
    live(stream).incrementAndGet();
    counter("runnel.streams.started", "Streams that began", stream.tags()).increment();
  }

  private AtomicInteger live(Stream stream) {
    return live.computeIfAbsent(
        stream,
        fresh -> {
          AtomicInteger count = new AtomicInteger();
          Gauge.builder("runnel.streams.live", count, AtomicInteger::get)
              .description("Streams that have not ended")
              .tags(fresh.tags())
              .strongReference(true)
              .register(registry);
          return count;
        });
  }

  @Override
  public void onFirstToken(Completion completion) {
    Progress progress = completion.progress();
    Duration time = progress.timeToFirstToken();
    if (time != null) {
      timer(
              GenAi.TIME_TO_FIRST_TOKEN,
              "From the request to the model's first text or reasoning",
              GenAi.FIRST_TOKEN_SECONDS,
              genAi(progress))
          .record(time);
    }
  }

  @Override
  public void onEnded(Completion completion) {
    Progress progress = completion.progress();
    LogEntry.Ended ended = progress.ended();
    if (ended == null) {
      throw new IllegalStateException("an end without its kind");
    }
    Stream stream = stream(progress);
    live(stream).decrementAndGet();
    counter(
            "runnel.streams.ended",
            "Streams that ended, by how",
            stream.tags().and("outcome", GenAi.outcome(ended)))
        .increment();
    timer(
            GenAi.OPERATION_DURATION,
            "From the request to the answer's end",
            GenAi.DURATION_SECONDS,
            genAi(progress).and(GenAi.ERROR_TYPE, GenAi.errorType(ended)))
        .record(progress.age());
    counter(
            "runnel.provider.retries",
            "Requests to providers that were sent again",
            Tags.of(MODEL, progress.model()))
        .increment(progress.retries());
    if (ended instanceof LogEntry.Failed failed && ofProvider(failed.code())) {
      counter(
              "runnel.provider.errors",
              "Answers that ended by a provider's failure",
              Tags.of(
                  "provider",
                  providers.of(progress.model()),
                  MODEL,
                  progress.model(),
                  "code",
                  failed.code().code()))
          .increment();
    }
    countTokens(progress);
  }

  private static boolean ofProvider(ErrorCode code) {
    return switch (code) {
      case UPSTREAM_AUTH,
          UPSTREAM_FORBIDDEN,
          UPSTREAM_NOT_FOUND,
          UPSTREAM_REJECTED,
          UPSTREAM_RATE_LIMITED,
          UPSTREAM_UNAVAILABLE,
          UPSTREAM_TIMEOUT,
          UPSTREAM_TRUNCATED,
          UPSTREAM_MALFORMED,
          UPSTREAM_ERROR,
          CONTENT_FILTERED ->
          true;
      case OUTPUT_INVALID, PRODUCER_LOST, OVERLOADED, BUDGET_EXCEEDED -> false;
    };
  }

  private void countTokens(Progress progress) {
    Usage usage = progress.usage();
    if (usage == null) {
      return;
    }
    tokens(progress, GenAi.INPUT, usage.input());
    tokens(progress, GenAi.OUTPUT, usage.output());
    Duration first = progress.timeToFirstToken();
    if (usage.output() == null || first == null) {
      return;
    }
    Duration writing = progress.age().minus(first);
    if (writing.compareTo(LEAST_WRITING) >= 0) {
      DistributionSummary.builder("runnel.stream.tokens.per.second")
          .description("Tokens that the model wrote, by the time from the first one to the end")
          .serviceLevelObjectives(SPEEDS)
          .tags(MODEL, progress.model())
          .register(registry)
          .record(usage.output() * 1e9 / writing.toNanos());
    }
  }

  private void tokens(Progress progress, String type, @Nullable Long count) {
    if (count != null) {
      DistributionSummary.builder(GenAi.TOKEN_USAGE)
          .description("Tokens that models read and wrote")
          .serviceLevelObjectives(boundaries(GenAi.TOKENS))
          .tags(genAi(progress).and(GenAi.TOKEN_TYPE, type))
          .register(registry)
          .record(count);
    }
  }

  @Override
  public void onResumed(Completion completion) {
    counter(
            "runnel.streams.resumed",
            "Clients that came back to a stream, or joined one",
            stream(completion.progress()).tags())
        .increment();
  }

  @Override
  public void onRefused(RefusedException.Reason reason) {
    refused(reason).increment();
  }

  private Counter refused(RefusedException.Reason reason) {
    return counter(
        "runnel.streams.refused",
        "Requests that no stream was started for",
        Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)));
  }

  private static Stream stream(Progress progress) {
    return new Stream(progress.dialect(), progress.model());
  }

  private Tags genAi(Progress progress) {
    return Tags.of(
        GenAi.OPERATION_NAME,
        GenAi.CHAT,
        GenAi.PROVIDER_NAME,
        providers.of(progress.model()),
        GenAi.REQUEST_MODEL,
        progress.model());
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description, List<Double> seconds, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            seconds.stream()
                .map(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                .toArray(Duration[]::new))
        .tags(tags)
        .register(registry);
  }

  private static double[] boundaries(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
