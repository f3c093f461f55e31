package dev.runnel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Requester;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class StreamLinesTest {

  private static final String EVIL = "log\",\n\"id\":\"1\" \u0085\u2028\u007f\u001b[31m";

  private final List<String> lines = new ArrayList<>();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final ScriptedModel model = new ScriptedModel();
  private final StreamLines log = new StreamLines(model.threads(work::add), lines::add);

  @Test
  void saysHowAStreamWent() {
    Completion completion = start(log);
    model.tell(new ModelEvent.Answered("log-7"));
    model.tell(new ModelEvent.Retried(1));
    model.time.advance(Duration.ofMillis(250));
    model.says("Hello");
    model.time.advance(Duration.ofSeconds(1));
    model.tell(new ModelEvent.Finished("stop", new Usage(3L, 4L, null, 7L, false), null, null));
    work.remove().run();
    assertThat(lines)
        .containsExactly(
            "{\"id\":\""
                + completion.log().id()
                + "\",\"user\":\""
                + completion.progress().user()
                + "\",\"model\":\"scripted\",\"kind\":\"chat\",\"outcome\":\"complete\","
                + "\"code\":null,\"provider_code\":null,\"log_id\":\"log-7\",\"ttft_ms\":250,"
                + "\"duration_ms\":1250,\"input_tokens\":3,\"output_tokens\":4,"
                + "\"characters\":5,\"retries\":1}");
  }

  @Test
  void namesTheErrorAndWhatTheProvidersSupportAsksFor() {
    start(log);
    model.fails(
        ModelException.of(ErrorCode.UPSTREAM_ERROR, "the-message")
            .providerCode("4100")
            .logId("log-9")
            .build());
    work.remove().run();
    assertThat(read().string("outcome")).isEqualTo("error");
    assertThat(read().string("code")).isEqualTo("upstream_error");
    assertThat(read().string("provider_code")).isEqualTo("4100");
    assertThat(read().string("log_id")).isEqualTo("log-9");
    assertThat(lines.get(0)).doesNotContain("the-message");
  }

  @Test
  void keepsWhatAProviderCallsThingsOnOneLine() {
    start(log);
    model.fails(
        ModelException.of(ErrorCode.UPSTREAM_ERROR, "no").providerCode(EVIL).logId(EVIL).build());
    work.remove().run();
    assertThat(lines.get(0)).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]");
    assertThat(read().string("log_id")).isEqualTo(EVIL);
    assertThat(read().string("outcome")).isEqualTo("error");
  }

  @Test
  void tellsNoTextAndNotTheNameThatAProviderGivesItsModel() {
    start(log);
    model.says("the-answer");
    model.tell(
        new ModelEvent.Finished("the-reason", null, "the-message-id", "the-model\n{\"id\":\"1\"}"));
    work.remove().run();
    assertThat(lines).singleElement().asString().doesNotContain("the-", "192.0.2.1", "hi");
  }

  @Test
  void writesItselfWhenTheServerStops() {
    StreamLines stopping =
        new StreamLines(
            model.threads(
                task -> {
                  throw new RejectedExecutionException("stopping");
                }),
            lines::add);
    start(stopping).stop();
    assertThat(read().string("outcome")).isEqualTo("cancelled");
  }

  private Completion start(StreamLines observer) {
    return model
        .completions(ScriptedModel.SETTINGS, observer)
        .start(
            new Requester("anonymous", "192.0.2.1"), ScriptedModel.chat(CompletionListener.NONE));
  }

  private JsonObject read() {
    return (JsonObject) JsonValue.parse(lines.get(0));
  }
}
