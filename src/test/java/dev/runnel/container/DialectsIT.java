package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.web.RequestBody;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of others, on a real server: the AI SDK's at {@code /api/ui}, OpenAI's at /v1. */
class DialectsIT extends ServerTest {

  /** With a grace, unlike the others: clients of the AI SDK come back. */
  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.resume-grace=PT30S");
  }

  @Test
  void tellsUseChatAMessageAndNothingElse() throws Exception {
    Answer answer = Answer.post(uri("api/ui/chat"), uiBody("whole", "coze", "你好"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-vercel-ai-ui-message-stream")).isEqualTo("v1");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-transform");
    assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
    assertThat(answer.body().lines())
        .allMatch(line -> line.isEmpty() || line.startsWith("data:") || line.startsWith(":"));
    assertThat(types(answer.events()))
        .startsWith("start", "start-step", "text-start", "text-delta")
        .endsWith("text-end", "data-follow-up", "finish-step", "finish", "[DONE]");
    assertThat(text(answer.events())).isEqualTo("You said: 你好");
    JsonObject metadata = Objects.requireNonNull(finish(answer).object("messageMetadata"));
    assertThat(Objects.requireNonNull(metadata.object("usage")).number("totalTokens"))
        .isEqualTo(633);
    assertThat(metadata.number("timeToFirstTokenMs")).isNotNegative();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | 'id' must be the chat's id",
        "{\"id\":\"c\",\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"x\"}]}]} | 400 | There is no model of that name",
        "[] | 400 | must be a JSON object",
      })
  void refusesInAShortTextThatUseChatShows(String body, int status, String detail)
      throws Exception {
    Answer answer = Answer.post(uri("api/ui/chat"), body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.body()).contains(detail).doesNotContain("{\"type\"");
  }

  @Test
  void letsNoPageOfAnotherOriginIn() throws Exception {
    int before = provider.requests().size();
    for (String path : List.of("api/ui/chat", "v1/chat/completions")) {
      Answer answer =
          Answer.to(
              Answer.json(uri(path), path.startsWith("v1") ? body("ark", "x", "") : uiBody("x"))
                  .header("Origin", "https://elsewhere.example")
                  .build());
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.body()).contains("RUNNEL_CORS_ORIGINS").doesNotContain("about:blank");
    }
    Answer stop =
        Answer.to(
            Answer.request(uri("api/ui/chat/c/stream"))
                .header("Origin", "https://elsewhere.example")
                .DELETE()
                .build());
    assertThat(stop.status()).isEqualTo(403);
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void tellsAMessageFromItsBeginningToWhoComesBack() throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("ui-resume", gate);
    assertThat(Answer.get(uri("api/ui/chat/back/stream")).status()).isEqualTo(204);
    try (StreamClient first = ask(uiBody("back", "ark", "wait for ui-resume"))) {
      first.readUntil("first");
      first.reset();
    }
    for (int bytes : new int[] {1, 40, 90, 150}) {
      try (StreamClient cut = StreamClient.get(uri("api/ui/chat/back/stream"))) {
        cut.readBytes(bytes);
        cut.reset();
      }
    }
    try (StreamClient again = StreamClient.get(uri("api/ui/chat/back/stream"));
        StreamClient byId = StreamClient.get(uri("api/streams/" + again.streamId() + "?after=2"))) {
      again.readUntil("first");
      gate.open();
      again.readAll();
      assertThat(text(again.events())).isEqualTo("first last");
      assertThat(again.header("x-vercel-ai-ui-message-stream")).isEqualTo("v1");
      assertThat(again.events().get(0).data()).contains(again.streamId());
      byId.readAll();
      assertThat(types(byId.events()))
          .as("no positions: everything")
          .startsWith("start", "start-step");
      assertThat(text(byId.events())).isEqualTo("first last");
    }
    assertThat(Answer.get(uri("api/ui/chat/back/stream")).status()).isEqualTo(204);
  }

  @Test
  void stopsWhatIsWrittenForAChat() throws Exception {
    try (StreamClient client = ask(uiBody("stop me", "ark", "trickle"))) {
      client.readUntil("\"delta\":");
      HttpRequest stop = Answer.request(uri("api/ui/chat/stop%20me/stream")).DELETE().build();
      assertThat(Answer.to(stop).status()).isEqualTo(204);
      client.readAll();
      assertThat(types(client.events())).endsWith("text-end", "abort", "[DONE]");
      assertThat(Answer.to(stop).status()).as("once more").isEqualTo(204);
    }
  }

  @Test
  void theNewestQuestionOfAChatEndsTheAnswerBefore() throws Exception {
    try (StreamClient first = ask(uiBody("turn", "ark", "stall"))) {
      first.readUntil("first");
      Answer second = Answer.post(uri("api/ui/chat"), uiBody("turn", "ark", "other"));
      assertThat(text(second.events())).isEqualTo("You said: other");
      first.readAll();
      assertThat(types(first.events())).endsWith("abort", "[DONE]");
    }
  }

  @Test
  void answersOpenAisClientsInChunksEvenIfTheyAcceptJson() throws Exception {
    Answer answer =
        complete(
            body("coze", "你好", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.events()).allMatch(event -> event.lastEventId().isEmpty());
    assertThat(answer.events()).last().extracting(ServerSentEvent::data).isEqualTo("[DONE]");
    List<JsonObject> chunks = data(answer.events());
    assertThat(chunks.stream().map(DialectsIT::content).collect(Collectors.joining()))
        .isEqualTo("You said: 你好");
    JsonObject last = chunks.get(chunks.size() - 1);
    assertThat(Objects.requireNonNull(last.object("usage")).number("total_tokens")).isEqualTo(633);
  }

  @Test
  void answersOpenAisClientsWholeAndPassesOnWhatWasAsked() throws Exception {
    Answer answer = complete(body("ark", "say a|b|\"c\"\n|科技|😀", ",\"temperature\":0.5"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject whole = (JsonObject) JsonValue.parse(answer.body());
    JsonObject choice = first(whole, "choices");
    assertThat(Objects.requireNonNull(choice.object("message")).string("content"))
        .isEqualTo("ab\"c\"\n科技😀");
    assertThat(choice.string("finish_reason")).isEqualTo("stop");
    assertThat(Objects.requireNonNull(whole.object("usage")).number("total_tokens")).isEqualTo(214);
    assertThat(lastRequest().body()).contains("\"temperature\":0.5");
  }

  @ParameterizedTest
  @CsvSource({
    "ark, status 401, 502, upstream_auth, false",
    "ark, status 429, 429, upstream_rate_limited, ''",
    "ark, in-stream error, 502, upstream_error, false",
    "ark, cut, 502, upstream_truncated, ''",
    "nobody, x, 502, upstream_unavailable, ''",
    "gpt, x, 404, model_not_found, ''",
    "openai, x, 404, model_not_found, ''",
    "ark, ' ', 400, , ''",
  })
  void tellsWhatWentWrongInOpenAisWords(
      String model, String message, int status, @Nullable String code, String shouldRetry)
      throws Exception {
    Answer answer = complete(body(model, message, ""));
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonObject error =
        Objects.requireNonNull(((JsonObject) JsonValue.parse(answer.body())).object("error"));
    assertThat(error.string("code")).isEqualTo(code);
    assertThat(error.string("message")).isNotBlank().doesNotContain("container-test-secret");
    assertThat(answer.header("x-should-retry")).isEqualTo(shouldRetry);
    assertThat(answer.header("Retry-After")).isEqualTo(status == 429 ? "3600" : "");
  }

  @Test
  void tellsAFailureInAStreamOnce() throws Exception {
    Answer answer = complete(body("ark", "in-stream error", ",\"stream\":true"));
    List<JsonObject> chunks = data(answer.events());
    assertThat(chunks).filteredOn(chunk -> chunk.get("error") != null).hasSize(1);
    assertThat(Objects.requireNonNull(chunks.get(chunks.size() - 1).object("error")).string("code"))
        .isEqualTo("upstream_error");
  }

  @Test
  void aClientOfOpenAisThatLeavesStopsTheProviderAtOnce() throws Exception {
    try (StreamClient client =
        StreamClient.open(
            "POST", uri("v1/chat/completions"), body("ark", "trickle", ",\"stream\":true"))) {
      client.readUntil("\"content\":\"0");
      client.reset();
    }
    RecordedRequest request = lastRequest();
    assertThat(request.lastMessage()).isEqualTo("trickle");
    Await.until("Ark's connection is closed", () -> provider.closedByPeer(request.connection()));
  }

  /** More than the server's pools have threads: the unstreamed wait without one. */
  @Test
  void manyWaitForWholeAnswersAtATime() {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("whole", gate);
    List<CompletableFuture<Integer>> waiting =
        IntStream.range(0, 250)
            .mapToObj(
                i ->
                    Answer.CLIENT
                        .sendAsync(
                            Answer.json(
                                    uri("v1/chat/completions"), body("ark", "wait for whole", ""))
                                .build(),
                            BodyHandlers.ofString())
                        .thenApply(HttpResponse::statusCode))
            .toList();
    Await.until(
        "the provider has been asked for all of them",
        () ->
            provider.requests().stream()
                    .filter(request -> request.lastMessage().equals("wait for whole"))
                    .count()
                >= waiting.size());
    gate.open();
    assertThat(waiting).allSatisfy(status -> assertThat(status.join()).isEqualTo(200));
  }

  @Test
  void listsTheModelsThatCanBeUsed() throws Exception {
    JsonObject list = (JsonObject) JsonValue.parse(Answer.get(uri("v1/models")).body());
    assertThat(Objects.requireNonNull(list.array("data")).items())
        .extracting(model -> ((JsonObject) model).string("id"))
        .contains("ark", "coze", "demo")
        .doesNotContain("openai");
    Answer one = Answer.get(uri("v1/models/ark"));
    assertThat(((JsonObject) JsonValue.parse(one.body())).string("owned_by")).isEqualTo("ark");
    Answer none = Answer.get(uri("v1/models/gpt"));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.body()).contains("model_not_found");
  }

  @Test
  void refusesABodyThatIsTooLongOrTooDeepInTheWordsOfEach() throws Exception {
    String deep = "{\"messages\":" + "[".repeat(65) + "]".repeat(65) + "}";
    Answer shown = Answer.post(uri("api/ui/chat"), deep);
    assertThat(shown.status()).isEqualTo(400);
    assertThat(shown.header("Content-Type")).startsWith("text/plain");
    Answer told = complete(deep);
    assertThat(told.status()).isEqualTo(400);
    assertThat(told.body()).startsWith("{\"error\":{\"message\":\"The body is not JSON");
    Answer tooLong = complete(body("ark", "x".repeat(RequestBody.MAX_BYTES - 40), ""));
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(tooLong.body()).contains("invalid_request_error");
  }

  @Test
  void refusesOtherMethodsAndTypes() throws Exception {
    HttpRequest head =
        Answer.request(uri("api/ui/chat/c/stream")).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(Answer.to(head).status()).isEqualTo(405);
    assertThat(Answer.statusOf(uri("v1/chat/completions"))).isEqualTo(405);
    HttpRequest text =
        Answer.request(uri("v1/chat/completions"))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(body("ark", "x", "")))
            .build();
    Answer refused = Answer.to(text);
    assertThat(refused.status()).isEqualTo(415);
    assertThat(refused.body()).startsWith("{\"error\":{\"message\":");
  }

  private Answer complete(String body) throws Exception {
    return Answer.to(
        Answer.json(uri("v1/chat/completions"), body)
            .header("Accept", "application/json")
            .header("Authorization", "Bearer any")
            .build());
  }

  private StreamClient ask(String body) throws Exception {
    return StreamClient.open("POST", uri("api/ui/chat"), body);
  }

  private static String uiBody(String chat) {
    return uiBody(chat, "ark", "x");
  }

  private static String uiBody(String chat, String model, String message) {
    return ("{\"id\":\"%s\",\"trigger\":\"submit-message\",\"model\":\"%s\",\"messages\":["
            + "{\"id\":\"m1\",\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":%s}]}]}")
        .formatted(chat, model, new JsonString(message).toJson());
  }

  private static String body(String model, String message, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
        .formatted(model, new JsonString(message).toJson(), more);
  }

  private static List<JsonObject> data(List<ServerSentEvent> events) {
    return events.stream()
        .map(ServerSentEvent::data)
        .filter(data -> !data.equals("[DONE]"))
        .map(data -> (JsonObject) JsonValue.parse(data))
        .toList();
  }

  private static List<String> types(List<ServerSentEvent> events) {
    return events.stream()
        .map(ServerSentEvent::data)
        .map(
            data ->
                data.equals("[DONE]")
                    ? data
                    : String.valueOf(((JsonObject) JsonValue.parse(data)).string("type")))
        .toList();
  }

  private static String text(List<ServerSentEvent> events) {
    return data(events).stream()
        .filter(data -> "text-delta".equals(data.string("type")))
        .map(data -> String.valueOf(data.string("delta")))
        .collect(Collectors.joining());
  }

  private static JsonObject finish(Answer answer) {
    return data(answer.events()).stream()
        .filter(data -> "finish".equals(data.string("type")))
        .findFirst()
        .orElseThrow();
  }

  private static String content(JsonObject chunk) {
    JsonArray choices = Objects.requireNonNull(chunk.array("choices"));
    JsonObject delta = choices.items().isEmpty() ? null : first(chunk, "choices").object("delta");
    return delta == null ? "" : Objects.requireNonNullElse(delta.string("content"), "");
  }

  private static JsonObject first(JsonObject object, String member) {
    return (JsonObject) Objects.requireNonNull(object.array(member)).items().get(0);
  }

  private static RecordedRequest lastRequest() {
    return provider.requests().stream()
        .filter(request -> request.target().startsWith("/api/v3"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
