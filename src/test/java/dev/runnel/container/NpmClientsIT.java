package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.container.NpmSamples.Output;
import dev.runnel.container.NpmSamples.Running;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.util.List;
import java.util.Objects;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** npm's {@code ai} and {@code openai}, through the samples that embedders are given. */
class NpmClientsIT extends ServerTest {

  /** With a grace, unlike the others: a program that was killed is resumed. */
  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.resume-grace=PT30S");
  }

  private static final String AI_SDK = "ai-sdk.js";
  private static final String OPENAI = "openai.js";

  /** Reasoning before an answer, as Ark tells it. */
  private static final String REASONED =
      "data: {\"id\":\"1\",\"choices\":[{\"delta\":{\"content\":\"\",\"reasoning_content\":\"hm, 好\"},"
          + "\"index\":0}],\"model\":\"doubao-test\"}\n\n";

  @ParameterizedTest
  @EnumSource(NpmSamples.class)
  void theAiSdkReadsReasoningTextAndTokens(NpmSamples samples) throws Exception {
    samples.install();
    ScriptedProvider.plays(
        "think",
        Script.eventStream()
            .send(REASONED)
            .send(ScriptedProvider.arkDelta("你好, "))
            .send(ScriptedProvider.arkDelta("😀"))
            .send(ScriptedProvider.ARK_END));
    Output output = samples.run(AI_SDK, uri(""), "ask", "chat-1", "think", "ark");

    assertThat(output.err()).isEqualTo("你好, 😀");
    JsonObject message = json(output);
    assertThat(texts(message, "reasoning")).containsExactly("hm, 好");
    assertThat(texts(message, "text")).containsExactly("你好, 😀");
    JsonObject metadata = Objects.requireNonNull(message.object("metadata"));
    assertThat(metadata.string("model")).isEqualTo("doubao-test");
    assertThat(Objects.requireNonNull(metadata.object("usage")).number("totalTokens"))
        .isEqualTo(214);
    assertThat(metadata.number("timeToFirstTokenMs")).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource(NpmSamples.class)
  void theAiSdkTellsFailuresInWords(NpmSamples samples) throws Exception {
    samples.install();
    Output failed = samples.run(AI_SDK, uri(""), "ask", "chat-2", "in-stream error", "ark");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.err()).contains("upstream_error", "log-in-stream");
    Output refused = samples.run(AI_SDK, uri(""), "ask", "chat-2", "x", "gpt");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).startsWith("There is no model of that name.");
  }

  @ParameterizedTest
  @EnumSource(NpmSamples.class)
  void theAiSdkResumesAndStops(NpmSamples samples) throws Exception {
    samples.install();
    String name = "npm-" + samples;
    Gate gate = new Gate();
    ScriptedProvider.GATES.put(name, gate);
    samples
        .start(AI_SDK, uri(""), "ask", name, "wait for " + name, "ark")
        .awaitShown("first")
        .kill();
    Running again = samples.start(AI_SDK, uri(""), "resume", name).awaitShown("first");
    gate.open();
    assertThat(texts(json(again.end()), "text")).containsExactly("first last");
    assertThat(samples.run(AI_SDK, uri(""), "resume", name).out()).isEqualTo("null\n");

    Running stopped =
        samples.start(AI_SDK, uri(""), "ask", name, "stall", "ark").awaitShown("first");
    assertThat(samples.run(AI_SDK, uri(""), "stop", name).exit()).isZero();
    assertThat(texts(json(stopped.end()), "text")).containsExactly("first");
  }

  @ParameterizedTest
  @EnumSource(NpmSamples.class)
  void openAisClientReadsAnswersInChunksAndWhole(NpmSamples samples) throws Exception {
    samples.install();
    ScriptedProvider.plays(
        "reason",
        Script.eventStream()
            .send(REASONED)
            .send(ScriptedProvider.arkDelta("你好"))
            .send(ScriptedProvider.ARK_END));
    JsonObject streamed = json(samples.run(OPENAI, uri(""), "stream", "ark", "reason"));
    assertThat(streamed.string("text")).isEqualTo("你好");
    assertThat(streamed.string("reasoning")).isEqualTo("hm, 好");
    assertThat(streamed.string("finish_reason")).isEqualTo("stop");
    assertThat(Objects.requireNonNull(streamed.object("usage")).number("total_tokens"))
        .isEqualTo(214);

    JsonObject whole = json(samples.run(OPENAI, uri(""), "whole", "ark", "reason"));
    JsonArray choices = Objects.requireNonNull(whole.array("choices"));
    JsonObject message =
        Objects.requireNonNull(((JsonObject) choices.items().get(0)).object("message"));
    assertThat(message.string("content")).isEqualTo("你好");
    assertThat(message.string("reasoning_content")).isEqualTo("hm, 好");
    assertThat(Objects.requireNonNull(whole.object("usage")).number("total_tokens")).isEqualTo(214);
    assertThat(samples.run(OPENAI, uri(""), "models").out()).contains("\"ark\"", "\"demo\"");
  }

  @ParameterizedTest
  @EnumSource(NpmSamples.class)
  void openAisClientMakesItsOwnErrorsOfOurs(NpmSamples samples) throws Exception {
    samples.install();
    JsonObject unknown = json(samples.run(OPENAI, uri(""), "whole", "gpt", "x"));
    assertThat(unknown.number("status")).isEqualTo(404);
    assertThat(unknown.string("code")).isEqualTo("model_not_found");
    JsonObject limited = json(samples.run(OPENAI, uri(""), "whole", "ark", "status 429"));
    assertThat(limited.number("status")).isEqualTo(429);
    assertThat(limited.string("code")).isEqualTo("upstream_rate_limited");
    JsonObject inStream = json(samples.run(OPENAI, uri(""), "stream", "ark", "in-stream error"));
    assertThat(inStream.string("code")).isEqualTo("upstream_error");
    assertThat(inStream.string("message")).contains("log-in-stream");
  }

  private static JsonObject json(Output output) {
    assertThat(output.out()).as(output.err()).isNotBlank();
    return (JsonObject) JsonValue.parse(output.out());
  }

  /** The texts of a message's parts of a kind. */
  private static List<String> texts(JsonObject message, String type) {
    return Objects.requireNonNull(message.array("parts")).items().stream()
        .map(part -> (JsonObject) part)
        .filter(part -> type.equals(part.string("type")))
        .map(part -> String.valueOf(part.string("text")))
        .toList();
  }
}
