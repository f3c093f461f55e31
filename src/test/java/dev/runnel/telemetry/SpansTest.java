package dev.runnel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.Requester;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exported))
                  .build())
          .build();
  private final ScriptedModel model = new ScriptedModel();
  private final Providers providers = new Providers(model.catalog());
  private final Spans spans = new Spans(telemetry, providers);
  private final Completions completions = model.completions(ScriptedModel.SETTINGS, spans);

  @Test
  void tellsACompletionByTheNamesOfTheConventions() {
    start();
    model.tell(new ModelEvent.Retried(1));
    model.tell(new ModelEvent.Answered("log-7"));
    model.says("Hello");
    model.tell(
        new ModelEvent.Finished("stop", new Usage(3L, 4L, null, 7L, false), "m", "model-2026"));
    SpanData span = only();
    assertThat(span.getName()).isEqualTo("chat scripted");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(attribute(span, "gen_ai.operation.name")).isEqualTo("chat");
    assertThat(attribute(span, "gen_ai.provider.name")).isEqualTo("openai");
    assertThat(attribute(span, "gen_ai.request.model")).isEqualTo("scripted");
    assertThat(attribute(span, "gen_ai.response.model")).isEqualTo("model-2026");
    assertThat(attribute(span, "runnel.provider.log_id")).isEqualTo("log-7");
    assertThat(span.getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
        .isEqualTo(3);
    assertThat(span.getAttributes().get(AttributeKey.longKey("gen_ai.usage.output_tokens")))
        .isEqualTo(4);
    assertThat(span.getAttributes().get(AttributeKey.longKey("runnel.provider.retries")))
        .isEqualTo(1);
    assertThat(
            span.getAttributes().get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
        .containsExactly("stop");
    assertThat(spans.open()).isZero();
  }

  @Test
  void isPartOfTheTraceOfItsRequestAlsoWhenAnotherThreadEndsIt() {
    Span request = telemetry.getTracer("server").spanBuilder("POST /api/chat").startSpan();
    Completion completion;
    try (Scope scope = request.makeCurrent()) {
      assertThat(scope).isNotNull();
      completion = start();
    }
    completion.stop();
    assertThat(only().getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    assertThat(only().getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
    assertThat(attribute(only(), "error.type")).as("a stop is no error").isNull();
  }

  @Test
  void namesTheErrorAndNotItsMessage() {
    start();
    model.fails(ModelException.of(ErrorCode.UPSTREAM_AUTH, "the-message").logId("log-9").build());
    assertThat(attribute(only(), "error.type")).isEqualTo("upstream_auth");
    assertThat(attribute(only(), "runnel.provider.log_id")).isEqualTo("log-9");
    assertThat(only().getStatus()).isEqualTo(StatusData.error());
    assertThat(only().toString()).doesNotContain("the-message");
  }

  @Test
  void holdsNoWordAndNoIdThatOpensAStream() {
    Completion completion =
        completions.start(
            new Requester("anonymous", "192.0.2.1"), ScriptedModel.chat(CompletionListener.NONE));
    model.says("the-answer");
    model.finishes();
    assertThat(only().toString())
        .doesNotContain("the-answer", "192.0.2.1", completion.log().id(), "talk");
  }

  @Test
  void keepsNothingWhereTheServerTracesNothing() {
    Spans off = new Spans(OpenTelemetry.noop(), providers);
    Completion completion =
        model
            .completions(ScriptedModel.SETTINGS, off)
            .start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
    assertThat(off.open()).isZero();
    completion.stop();
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void doesWithoutTheApiWhereTheServerLacksIt() {
    ClassLoader bare = ClassLoader.getPlatformClassLoader();
    Traces traces = new Traces(providers, bare);
    assertThat(traces.none()).isTrue();
    Completion completion =
        model
            .completions(ScriptedModel.SETTINGS, traces)
            .start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
    completion.stop();
    assertThat(completion.progress().ended()).isNotNull();
  }

  private SpanData only() {
    List<SpanData> all = exported.getFinishedSpanItems();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static String attribute(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }
}
