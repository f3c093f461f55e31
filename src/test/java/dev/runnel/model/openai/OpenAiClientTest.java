package dev.runnel.model.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.runnel.config.OpenAiSettings;
import dev.runnel.config.ProviderSettings;
import dev.runnel.config.Secret;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Message;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelEvent.Finished;
import dev.runnel.model.ModelEvent.Reasoning;
import dev.runnel.model.ModelEvent.Text;
import dev.runnel.model.ModelEvent.UsageReported;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import dev.runnel.model.http.ProviderHttp;
import dev.runnel.standin.Loopback;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Recorded;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.RecordingListener;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiClientTest {

  private static final String KEY = "sk-loopback-16180339";

  @Test
  void asksWithAllMessagesAndTheTemperature() throws IOException {
    try (OpenAi ark = new OpenAi(answer())) {
      ark.client.start(
          request(
              0.0,
              Message.system("Say it briefly."),
              Message.user("何时涨潮?"),
              Message.assistant("哪里?"),
              Message.user("\"厦门\"\n")),
          ark.listener);
      ark.listener.awaitFinished();

      RecordedRequest request = ark.standIn.requests().get(0);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.target()).isEqualTo("/api/v3/chat/completions");
      assertThat(request.header("authorization")).isEqualTo("Bearer " + KEY);
      assertThat(request.json())
          .isEqualTo(
              JsonValue.parse(
                  """
                  {"model":"ep-tide","messages":[
                    {"role":"system","content":"Say it briefly."},
                    {"role":"user","content":"何时涨潮?"},
                    {"role":"assistant","content":"哪里?"},
                    {"role":"user","content":"\\"厦门\\"\\n"}],
                   "stream":true,"stream_options":{"include_usage":true,"chunk_include_usage":true},
                   "temperature":0.0}"""));
      assertThat(request.lastMessage()).isEqualTo("\"厦门\"\n");
    }
  }

  @Test
  void asksOnlyArkForTheTokensWithEachChunk() throws IOException {
    assertThat(bodyFor("openai", "{}").get("stream_options"))
        .isEqualTo(JsonValue.parse("{\"include_usage\":true}"));
  }

  @Test
  void leavesTheTemperatureToTheServiceWhenNoneIsGiven() throws IOException {
    try (OpenAi ark = new OpenAi(answer())) {
      ark.start();
      ark.listener.awaitFinished();

      assertThat(ark.standIn.requests().get(0).json().get("temperature")).isNull();
    }
  }

  @Test
  void sendsNoKeyWhereNoneIsSet() throws IOException {
    try (OpenAi local = OpenAi.keyless(answer())) {
      local.start();
      local.listener.awaitFinished();

      assertThat(local.standIn.requests().get(0).header("authorization")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 1024})
  void tellsTheAnswerAndItsUsageHoweverTheStreamIsCut(int size) throws IOException {
    try (OpenAi ark =
        new OpenAi(Script.eventStream().dribble(Recorded.stream("openai/answer.txt"), size))) {
      ark.start();
      ark.listener.awaitFinished();

      assertThat(ark.listener.events())
          .containsExactly(
              new Text("厦门"),
              new Text(" 04:12"),
              new Text(" 满潮🌊。"),
              new UsageReported(new Usage(14L, 9L, 0L, 23L, false)),
              new Finished(
                  "stop", new Usage(14L, 9L, 0L, 23L, false), "chatcmpl-tide-1", "tide-large-2"));
    }
  }

  @Test
  void tellsReasoningAndWhyTheModelStopped() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(Recorded.stream("openai/reasoning.txt").replace("\n", "\r\n")))) {
      ark.start();
      ark.listener.awaitFinished();

      assertThat(ark.listener.events())
          .containsExactly(
              new Reasoning("\n想一想"),
              new Reasoning("潮汐"),
              new Text("满潮"),
              new Text("在四点"),
              new UsageReported(new Usage(90L, 124L, 106L, 214L, false)),
              new Finished(
                  "length",
                  new Usage(90L, 124L, 106L, 214L, false),
                  "0217573000001",
                  "doubao-tide-250615"));
    }
  }

  @Test
  void tellsTheTokensSoFarWheneverTheyChange() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(counted("潮", 1) + counted("汐", 2) + counted("表", 2))
                .send("data: [DONE]\n\n"))) {
      ark.start();
      ark.listener.awaitFinished();

      assertThat(ark.listener.events())
          .containsExactly(
              new UsageReported(new Usage(5L, 1L, null, 6L, false)),
              new Text("潮"),
              new UsageReported(new Usage(5L, 2L, null, 7L, false)),
              new Text("汐"),
              new Text("表"),
              new Finished("stop", new Usage(5L, 2L, null, 7L, false), null, null));
    }
  }

  @Test
  void triesAgainWhenOnlyTokensWereTold() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(
                    counted("", 0)
                        + "data: {\"error\":{\"code\":\"ServerOverloaded\",\"message\":\"m\"}}\n\n"),
            answer())) {
      ark.start();
      ark.awaitRetry();
      ark.listener.awaitFinished();

      assertThat(ark.listener.text()).isEqualTo("厦门 04:12 满潮🌊。");
      assertThat(ark.standIn.requests()).hasSize(2);
    }
  }

  private static String counted(String text, int tokens) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":%d,\"total_tokens\":%d}}\n\n"
        .formatted(text, tokens, 5 + tokens);
  }

  @Test
  void sendsOneIdempotencyKeyWithEveryTryAndAnotherWithTheNextCompletion() throws IOException {
    try (OpenAi ark =
        new OpenAi(Script.json(500, "{}"), Script.json(503, "{}"), answer(), answer())) {
      ark.start();
      ark.awaitRetry();
      ark.awaitRequests(2);
      ark.awaitRetry();
      ark.listener.awaitFinished();
      ark.client.start(request(null, Message.user("何时退潮?")), new RecordingListener());
      ark.awaitRequests(4);

      List<String> keys =
          ark.standIn.requests().stream()
              .map(request -> String.valueOf(request.header("idempotency-key")))
              .toList();
      assertThat(keys.get(0)).matches("[0-9a-f-]{36}");
      assertThat(keys.subList(0, 3)).containsOnly(keys.get(0));
      assertThat(keys.get(3)).matches("[0-9a-f-]{36}").isNotEqualTo(keys.get(0));
    }
  }

  @Test
  void finishesWithTheContentFiltersReason() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(
                    "data: {\"choices\":[{\"index\":0,\"delta\":{},"
                        + "\"finish_reason\":\"content_filter\"}]}\n\ndata: [DONE]\n\n"))) {
      ark.start();

      assertThat(ark.listener.awaitFinished())
          .isEqualTo(new Finished("content_filter", null, null, null));
    }
  }

  @Test
  void takesAStreamWithoutItsEndForTruncatedUnlessItToldWhyTheModelStopped() throws IOException {
    for (String beginning : Recorded.beginnings("openai/answer.txt").toList()) {
      for (Script script :
          List.of(
              Script.eventStream().send(beginning).end(),
              Script.eventStream().send(beginning).fin())) {
        try (OpenAi ark = new OpenAi(script)) {
          ark.start();
          if (beginning.contains("\"finish_reason\":\"stop\"")) {
            assertThat(ark.listener.awaitFinished().finishReason()).isEqualTo("stop");
            assertThat(ark.listener.text()).isEqualTo("厦门 04:12 满潮🌊。");
          } else {
            assertThat(ark.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED);
          }
        }
      }
    }
  }

  @Test
  void finishesAtDoneWithoutAReasonToo() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(
                    """
                    data: {"choices":[{"delta":{"content":"a"}}]}

                    data: [DONE]

                    """))) {
      ark.start();

      assertThat(ark.listener.awaitFinished().finishReason()).isEqualTo("stop");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RateLimitExceeded.EndpointTPMExceeded, UPSTREAM_RATE_LIMITED",
    "ModelAccountRpmRateLimitExceeded, UPSTREAM_RATE_LIMITED",
    "QuotaExceeded, UPSTREAM_RATE_LIMITED",
    "ServerOverloaded, UPSTREAM_RATE_LIMITED",
    "AuthenticationError, UPSTREAM_AUTH",
    "invalid_api_key, UPSTREAM_AUTH",
    "AccountOverdueError, UPSTREAM_FORBIDDEN",
    "InvalidEndpointOrModel.NotFound, UPSTREAM_NOT_FOUND",
    "ModelNotOpen, UPSTREAM_NOT_FOUND",
    "model_not_found, UPSTREAM_NOT_FOUND",
    "InternalServiceError, UPSTREAM_UNAVAILABLE",
    "OutputTextSensitiveContentDetected, CONTENT_FILTERED",
    "SensitiveContentDetected.SevereViolation, CONTENT_FILTERED",
    "content_filter, CONTENT_FILTERED",
    "SomethingNew, UPSTREAM_ERROR"
  })
  void meansByAnErrorInTheStreamWhatItsCodeSays(String code, ErrorCode meaning) throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .header("X-Request-Id", "req-6")
                .send(
                    "data: {\"choices\":[{\"delta\":{\"content\":\"潮\"}}]}\n\n"
                        + "data: {\"error\":{\"code\":\""
                        + code
                        + "\",\"message\":\"no, with "
                        + KEY
                        + "\",\"type\":\"\",\"param\":null}}\n\ndata: [DONE]\n\n"))) {
      ark.start();
      ModelException failure = ark.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(meaning);
      assertThat(failure.providerCode()).isEqualTo(code);
      assertThat(failure.logId()).isEqualTo("req-6");
      assertThat(failure).hasMessageEndingWith(": no, with ***");
      StringWriter all = new StringWriter();
      failure.printStackTrace(new PrintWriter(all));
      assertThat(all.toString()).doesNotContain(KEY);
      assertThat(ark.listener.text()).isEqualTo("潮");
      assertThat(ark.standIn.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"code\":null}} | UPSTREAM_UNAVAILABLE | server_error",
        "{\"error\":{\"message\":\"m\",\"type\":\"BadRequest\",\"code\":400}} | UPSTREAM_REJECTED | 400",
        "{\"error\":{\"message\":\"m\",\"code\":503}} | UPSTREAM_UNAVAILABLE | 503",
        "{\"error\":\"m\"} | UPSTREAM_ERROR | "
      })
  void readsAnErrorInEachFormThatServicesGiveIt(
      String error, ErrorCode meaning, @Nullable String code) throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(
                    "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: "
                        + error
                        + "\n\n"))) {
      ark.start();
      ModelException failure = ark.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(meaning);
      assertThat(failure.providerCode()).isEqualTo(code);
      assertThat(failure).hasMessageEndingWith(": m");
    }
  }

  @Test
  void readsABareErrorOfAnErrorEvent() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send("event: error\ndata: {\"code\":\"QuotaExceeded\",\"message\":\"m\"}\n\n"))) {
      ark.start();
      ark.awaitRetry();
      ark.awaitRequests(2);
      ark.awaitRetry();

      assertThat(ark.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_RATE_LIMITED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, AuthenticationError, UPSTREAM_AUTH",
    "403, AccountOverdueError, UPSTREAM_FORBIDDEN",
    "404, ModelNotOpen, UPSTREAM_NOT_FOUND",
    "404, Whatever, UPSTREAM_NOT_FOUND",
    "400, InvalidParameter, UPSTREAM_REJECTED",
    "400, InputTextSensitiveContentDetected, CONTENT_FILTERED",
    "400, InvalidEndpointOrModel.NotFound, UPSTREAM_NOT_FOUND"
  })
  void meansByAnHttpErrorItsStatusAndWhereThatOnlySaysNoItsCode(
      int status, String code, ErrorCode meaning) throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.json(
                status,
                "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\",\"type\":\"x\"}}"))) {
      ark.start();
      ModelException failure = ark.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(meaning);
      assertThat(failure.providerCode()).isEqualTo(code);
      assertThat(failure).hasMessageEndingWith(" (HTTP " + status + "): m");
    }
  }

  @Test
  void showsNothingOfAnErrorPage() throws IOException {
    try (OpenAi ark = new OpenAi(Script.text(403, "text/html", "<h1>blocked</h1>"))) {
      ark.start();

      assertThat(ark.listener.awaitFailure())
          .hasMessage("The model provider does not allow this (HTTP 403)");
    }
  }

  @Test
  void takesWholeJsonInPlaceOfAStreamForBroken() throws IOException {
    try (OpenAi ark = new OpenAi(Script.json(200, "{\"choices\":[]}"))) {
      ark.start();

      assertThat(ark.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"choices\":[{\"delta\"", "[]", "\"text\"", "DONE"})
  void takesDataThatIsNotAnObjectForBrokenAndKeepsWhatCame(String data) throws IOException {
    String good = "data: {\"choices\":[{\"delta\":{\"content\":\"潮\"}}]}\n\n";
    try (OpenAi ark =
        new OpenAi(Script.eventStream().send(good + "data: " + data + "\n\n" + good))) {
      ark.start();

      assertThat(ark.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
      assertThat(ark.listener.text()).isEqualTo("潮");
    }
  }

  @Test
  void goesOnAfterTextThatIsNotUtf8() throws IOException {
    byte[] broken = "data: {\"choices\":[{\"delta\":{\"content\":\"a?b\"}}]}\n\n".getBytes(UTF_8);
    for (int i = 0; i < broken.length; i++) {
      if (broken[i] == '?') {
        broken[i] = (byte) 0xFF;
      }
    }
    try (OpenAi ark = new OpenAi(Script.eventStream().send(broken).send("data: [DONE]\n\n"))) {
      ark.start();
      ark.listener.awaitFinished();

      assertThat(ark.listener.text()).isEqualTo("a\uFFFDb");
    }
  }

  @Test
  void takesHalfASurrogatePairAndAnyEscapedCharacterAsTheyCome() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send(
                    """
                    data: {"choices":[{"delta":{"content":"\\ud83c"}}]}

                    data: {"choices":[{"delta":{"content":"\\udf0a\\r\\n\\u0000"}}]}

                    data: [DONE]

                    """))) {
      ark.start();
      ark.listener.awaitFinished();

      assertThat(ark.listener.text()).isEqualTo("🌊\r\n\0");
    }
  }

  @Test
  void closesTheConnectionWhenCancelled() throws IOException {
    try (OpenAi ark =
        new OpenAi(
            Script.eventStream()
                .send("data: {\"choices\":[{\"delta\":{\"content\":\"潮\"}}]}\n\n")
                .stall())) {
      ModelCall call = ark.start();
      ark.awaitText("潮");
      call.cancel();
      ark.awaitClosedByPeer(1);
      ark.awaitNoAlarm();

      assertThat(ark.standIn.requests()).hasSize(1);
      assertThat(ark.listener.ends()).isZero();
    }
  }

  @Test
  void listsItsModelsAndWhatIsMissingForTheOthers() throws IOException {
    try (OpenAi ark = new OpenAi(answer())) {
      assertThat(ark.client.models())
          .containsExactly(
              new Model(
                  "openai",
                  "openai",
                  false,
                  "Set OPENAI_MODEL, and OPENAI_API_KEY or, for a service without keys,"
                      + " OPENAI_BASE_URL."),
              new Model("ark", "ark", true, ""));
      OpenAiClient none =
          new OpenAiClient(ark.http, new ProviderSettings(List.of(), List.of(), OpenAi.TIMEOUTS));
      assertThat(none.models())
          .extracting(Model::id, Model::configured, Model::setup)
          .first()
          .isEqualTo(tuple("ark", false, "Set ARK_API_KEY."));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> none.start(request(null, Message.user("a")), ark.listener));
    }
  }

  @Test
  void givesASchemaToArkInWordsAndAsksForAnObject() throws IOException {
    JsonObject body = bodyFor("ark", "{\"type\":\"object\"}");
    assertThat(body.get("response_format"))
        .isEqualTo(JsonValue.parse("{\"type\":\"json_object\"}"));
    assertThat(body.array("messages"))
        .isEqualTo(
            JsonValue.parse(
                """
                [{"role":"system","content":"Answer in JSON."},
                 {"role":"system","content":"The document must be valid by this JSON Schema; \
                do not repeat the schema itself:\\n{\\"type\\":\\"object\\"}"},
                 {"role":"user","content":"何时涨潮?"}]
                """));
  }

  @Test
  void givesASchemaToOtherServicesInTheirField() throws IOException {
    JsonObject body = bodyFor("openai", "{\"type\":\"object\"}");
    assertThat(body.get("response_format"))
        .isEqualTo(
            JsonValue.parse(
                """
                {"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}
                """));
    assertThat(contents(body)).containsExactly("Answer in JSON.", "何时涨潮?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"array\"}", "{}", "true", "{\"type\":[\"object\",\"null\"]}"})
  void givesASchemaForAnythingButAnObjectInWordsAlone(String schema) throws IOException {
    JsonObject body = bodyFor("openai", schema);
    assertThat(body.get("response_format")).isNull();
    assertThat(contents(body)).hasSize(3).element(1).asString().endsWith(":\n" + schema);
  }

  private static List<String> contents(JsonObject body) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      throw new AssertionError("no messages");
    }
    return messages.items().stream()
        .map(message -> String.valueOf(((JsonObject) message).string("content")))
        .toList();
  }

  private static JsonObject bodyFor(String provider, String schema) throws IOException {
    try (OpenAi service = OpenAi.of(provider, answer())) {
      service.client.start(
          new CompletionRequest(
              "ark",
              List.of(Message.system("Answer in JSON."), Message.user("何时涨潮?")),
              null,
              new OutputFormat.JsonSchema(schema),
              null,
              "owner-1"),
          service.listener);
      service.listener.awaitFinished();
      return service.standIn.requests().get(0).json();
    }
  }

  private static Script answer() throws IOException {
    return Script.eventStream().send(Recorded.stream("openai/answer.txt"));
  }

  private static CompletionRequest request(@Nullable Double temperature, Message... messages) {
    return new CompletionRequest(
        "ark", List.of(messages), temperature, OutputFormat.JSON, null, "owner-1");
  }

  /** A client at a stand-in for Ark. */
  private static final class OpenAi extends Loopback {
    private static final TimeoutSettings TIMEOUTS =
        new TimeoutSettings(
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10));

    private final ProviderHttp http;
    private final OpenAiClient client;

    private OpenAi(Script... scripts) throws IOException {
      this("ark", new Secret(KEY), List.of(scripts));
    }

    private static OpenAi keyless(Script script) throws IOException {
      return new OpenAi("ark", null, List.of(script));
    }

    private static OpenAi of(String provider, Script script) throws IOException {
      return new OpenAi(provider, new Secret(KEY), List.of(script));
    }

    private OpenAi(String provider, @Nullable Secret key, List<Script> scripts) throws IOException {
      super(ProviderStandIn.start(inTurn(scripts.toArray(Script[]::new))));
      ProviderSettings settings =
          new ProviderSettings(
              List.of(),
              List.of(new OpenAiSettings("ark", provider, standIn.uri("/api/v3"), key, "ep-tide")),
              TIMEOUTS);
      http = new ProviderHttp(settings, threads());
      client = new OpenAiClient(http, settings);
    }

    private ModelCall start() {
      return client.start(request(null, Message.user("何时涨潮?")), listener);
    }
  }
}
