package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/chat} on a real server. */
class ChatIT extends ContainerTest {

  private static final List<String> SECRETS =
      List.of("container-test-secret", ScriptedProvider.COZE_CONVERSATION);

  @Test
  void answersThroughCozeInTheOriginalsWords() throws Exception {
    Answer answer = chat("coze", "你好");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-transform");
    assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
    assertThat(answer.events().get(0).type()).isEqualTo("start");
    assertThat(answer.events().subList(1, answer.events().size()))
        .extracting(ServerSentEvent::type)
        .containsOnly("message");
    assertThat(answer.text()).isEqualTo("You said: 你好");
    assertThat(answer.data()).extracting(data -> data.string("question")).contains("And then?");
    assertThat(answer.last().string("type")).isEqualTo("complete");
    assertThat(answer.last().number("token_usage")).isEqualTo(633);
    assertThat(answer.last().string("message_id")).isNotBlank();
    assertThat(answer.last().string("conversation_id"))
        .isEqualTo(answer.header("X-Conversation-Id"));
    assertThat(answer.body()).doesNotContain("not for people").doesNotContain(SECRETS);
  }

  @Test
  void answersThroughArkAndNumbersTheEvents() throws Exception {
    Answer answer = chat("ark", "say a|b|\"c\"\n|科技|😀");

    assertThat(answer.text()).isEqualTo("ab\"c\"\n科技😀");
    String stream = answer.header("X-Stream-Id");
    assertThat(stream).matches("[A-Za-z0-9_-]{22}");
    List<Long> positions = new ArrayList<>();
    for (ServerSentEvent event : answer.events()) {
      assertThat(event.lastEventId()).startsWith(stream + ".");
      positions.add(Long.parseLong(event.lastEventId().substring(stream.length() + 1)));
    }
    assertThat(positions).isSorted().doesNotHaveDuplicates().startsWith(1L).endsWith(7L);
    assertThat(answer.last().number("token_usage")).isEqualTo(214);
    assertThat(answer.last().string("model")).isEqualTo("doubao-test");
    assertThat(answer.last().string("finish_reason")).isEqualTo("stop");
  }

  @Test
  void answersAPlainGetWithTheDefaultModel() throws Exception {
    Answer answer =
        Answer.get(uri("api/chat?message=" + URLEncoder.encode("你好 ?&", StandardCharsets.UTF_8)));
    assertThat(answer.text()).isEqualTo("You said: 你好 ?&");
    assertThat(answer.data().get(0).string("model")).isEqualTo("coze");
  }

  @Test
  void labelsTheDemoModel() throws Exception {
    Answer answer = chat("demo", "hello");
    assertThat(answer.text()).contains("demo model", "> hello");
    assertThat(answer.last().string("model")).isEqualTo("demo");
    assertThat(answer.last().bool("estimated")).isTrue();
  }

  @Test
  void deliversEachDeltaWhileTheModelStillWrites() throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("live", gate);
    HttpResponse<InputStream> response = open("ark", "wait for live");
    try (InputStream in = response.body()) {
      assertThat(readUntil("\"first\"", in)).doesNotContain("complete");
      gate.open();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains(" last\"", "complete");
    }
  }

  @Test
  void sendsEarlierMessagesAgainWhereTheProviderKeepsNone() throws Exception {
    String conversation = chat("ark", "one").header("X-Conversation-Id");
    Answer second = follow("ark", "two", conversation);

    assertThat(second.text()).isEqualTo("You said: two");
    assertThat(second.header("X-Conversation-Id")).isEqualTo(conversation);
    JsonArray messages = lastRequest("/api/v3").json().array("messages");
    assertThat(messages).isNotNull();
    assertThat(messages.items())
        .extracting(message -> ((JsonObject) message).string("content"))
        .containsExactly("one", "You said: one", "two");
  }

  @Test
  void leavesTheConversationWithCozeBehindAnIdOfOurOwn() throws Exception {
    String conversation = chat("coze", "one").header("X-Conversation-Id");
    assertThat(conversation).isNotEqualTo(ScriptedProvider.COZE_CONVERSATION);
    assertThat(lastRequest("/v3/chat").target()).doesNotContain("conversation_id=");

    follow("coze", "two", conversation);

    RecordedRequest second = lastRequest("/v3/chat");
    assertThat(second.target()).contains("conversation_id=" + ScriptedProvider.COZE_CONVERSATION);
    assertThat(second.body()).contains("two").doesNotContain("\"one\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ark, status 400, upstream_rejected, Code400, log-400, 1",
    "ark, status 401, upstream_auth, Code401, log-401, 1",
    "ark, status 403, upstream_forbidden, Code403, log-403, 1",
    "ark, status 404, upstream_not_found, Code404, log-404, 1",
    "ark, status 429, upstream_rate_limited, Code429, log-429, 1",
    "ark, status 500, upstream_unavailable, Code500, log-500, 1",
    "ark, in-stream error, upstream_error, Whatever, log-in-stream, 1",
    "ark, cut, upstream_truncated, , , 1",
    "coze, refused, upstream_auth, 4100, log-4100, 1",
    "coze, failed, upstream_unavailable, 5000, log-coze, 1",
    "nobody, hello, upstream_unavailable, , , 0",
  })
  void tellsAFailureOnceAndNeverAsAnAnswer(
      String model, String message, String code, String providerCode, String logId, int calls)
      throws Exception {
    int before = provider.requests().size();
    Answer answer = chat(model, message);

    assertThat(answer.status()).isEqualTo(200);
    List<JsonObject> ends =
        answer.data().stream()
            .filter(data -> List.of("complete", "error", "cancelled").contains(data.string("type")))
            .toList();
    assertThat(ends).as(answer.body()).hasSize(1);
    JsonObject end = ends.get(0);
    assertThat(end).isEqualTo(answer.last());
    assertThat(end.string("type")).isEqualTo("error");
    assertThat(end.string("code")).isEqualTo(code);
    assertThat(end.string("error")).isNotBlank();
    assertThat(end.string("provider_code")).isEqualTo(providerCode);
    assertThat(end.string("log_id")).isEqualTo(logId);
    assertThat(answer.body()).doesNotContain(SECRETS);
    assertThat(provider.requests().size() - before).isEqualTo(calls);
  }

  @Test
  void passesOnHowLongTheProviderAsksToWait() throws Exception {
    Answer answer = chat("ark", "status 429");
    assertThat(answer.last().bool("retryable")).isTrue();
    assertThat(answer.last().number("retry_after")).isEqualTo(3600);
  }

  @Test
  void triesAgainWhenTheProviderIsDownForAMoment() throws Exception {
    int before = provider.requests().size();
    Answer answer = chat("ark", "down once " + System.nanoTime());
    assertThat(answer.text()).isEqualTo("up again");
    assertThat(provider.requests().size() - before).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 'message' is missing or blank",
        "{\"message\":\"  \"} | 'message' is missing or blank",
        "{\"message\":7} | 'message' must be a string",
        "[\"x\"] | must be a JSON object",
        "null | must be a JSON object",
        "{\"message\":\"x\"}{} | not JSON",
        "{\"message\":\"x\",\"model\":\"gpt\"} | Models that can be used here: ark, coze, demo, nobody",
        "{\"message\":\"x\",\"model\":\"openai\"} | not configured",
      })
  void refusesABadRequestBeforeAnythingIsAsked(String body, String detail) throws Exception {
    int before = provider.requests().size();
    Answer answer = Answer.post(uri("api/chat"), body);
    assertProblem(answer, 400, detail);
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void refusesABlankGetAnotherTypeAnUnknownConversationAndAHead() throws Exception {
    int before = provider.requests().size();
    assertProblem(Answer.get(uri("api/chat")), 400, "'message' is missing or blank");
    assertProblem(Answer.get(uri("api/chat?message=%20")), 400, "'message' is missing or blank");
    assertProblem(
        Answer.to(
            Answer.request(uri("api/chat"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"message\":\"x\"}"))
                .build()),
        415,
        "application/json");
    assertProblem(follow("ark", "x", "AAAAAAAAAAAAAAAAAAAAAA"), 404, "not known here");
    assertProblem(follow("ark", "x", ScriptedProvider.COZE_CONVERSATION), 404, "not known here");
    HttpRequest head =
        Answer.request(uri("api/chat?message=x")).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(Answer.to(head).status()).isEqualTo(405);
    assertThat(provider.requests()).hasSize(before);
  }

  @Test
  void aClientThatLeavesStopsTheProvider() throws Exception {
    try (InputStream in = open("ark", "trickle").body()) {
      readUntil("\"chunk\":\"0", in);
    }
    RecordedRequest request = lastRequest("/api/v3");
    assertThat(request.lastMessage()).isEqualTo("trickle");
    Await.until("Ark's connection is closed", () -> provider.closedByPeer(request.connection()));
  }

  @Test
  void aClientThatLeavesWhileTheModelIsSilentStopsTheProvider() throws Exception {
    try (InputStream in = open("ark", "stall").body()) {
      // The heartbeat: what keeps proxies from closing, and tells that a client has gone.
      readUntil("\n:", in);
    }
    RecordedRequest request = lastRequest("/api/v3");
    assertThat(request.lastMessage()).isEqualTo("stall");
    Await.until("Ark's connection is closed", () -> provider.closedByPeer(request.connection()));
  }

  @Test
  void aClientThatLeavesStopsABotByItsCancelCall() throws Exception {
    try (InputStream in = open("coze", "trickle").body()) {
      readUntil("\"chunk\":\"0", in);
    }
    Await.until(
        "the bot is told to stop",
        () ->
            provider.requests().stream()
                .anyMatch(request -> request.target().startsWith("/v3/chat/cancel")));
    assertThat(lastRequest("/v3/chat/cancel").json().string("chat_id")).isEqualTo("8");
    assertThat(lastRequest("/v3/chat/cancel").json().string("conversation_id"))
        .isEqualTo(ScriptedProvider.COZE_CONVERSATION);
  }

  @Test
  void threadsDoNotGrowWithTheNumberOfStreams() throws Exception {
    Path tasks = serverTasks();
    assumeTrue(Files.isDirectory(tasks), "SKIPPED: counting threads needs Linux's /proc");
    ScriptedProvider.GATES.put("many", new Gate());
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    try {
      // Enough to fill most of the server's pools, which have fixed sizes of up to 200.
      openMany(open, 250);
      long few = count(tasks);
      openMany(open, 200);
      long many = count(tasks);
      assertThat(many - few).as("threads for 200 more streams").isLessThan(100);
    } finally {
      ScriptedProvider.GATES.get("many").open();
      for (HttpResponse<InputStream> response : open) {
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
            .contains(" last\"", "complete");
      }
    }
  }

  private void openMany(List<HttpResponse<InputStream>> open, int streams) {
    List<CompletableFuture<HttpResponse<InputStream>>> opening = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      opening.add(
          Answer.CLIENT.sendAsync(request("ark", "wait for many"), BodyHandlers.ofInputStream()));
    }
    opening.forEach(future -> open.add(future.join()));
    Await.until(
        "the provider has been asked for all of them",
        () ->
            provider.requests().stream()
                    .filter(request -> request.lastMessage().equals("wait for many"))
                    .count()
                >= open.size());
  }

  /** Where Linux lists the threads of the server: a child of this JVM, or what says where it is. */
  private static Path serverTasks() throws IOException {
    return Path.of("/proc", ServerJvm.ofArquillian().pid(), "task");
  }

  private static long count(Path tasks) throws IOException {
    try (Stream<Path> listed = Files.list(tasks)) {
      return listed.count();
    }
  }

  private Answer chat(String model, String message) throws Exception {
    return Answer.to(request(model, message));
  }

  private HttpRequest request(String model, String message) {
    return Answer.json(
            uri("api/chat"),
            "{\"model\":\"%s\",\"message\":%s}".formatted(model, new JsonString(message).toJson()))
        .build();
  }

  private Answer follow(String model, String message, String conversation) throws Exception {
    return Answer.post(
        uri("api/chat"),
        "{\"model\":\"%s\",\"message\":\"%s\",\"conversation_id\":\"%s\"}"
            .formatted(model, message, conversation));
  }

  /** What comes up to a text that must come. */
  static String readUntil(String text, InputStream in) throws IOException {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      int next = in.read();
      assertThat(next).as("the stream ended with: " + seen).isNotNegative();
      seen.append((char) next);
    }
    return seen.toString();
  }

  private HttpResponse<InputStream> open(String model, String message) throws Exception {
    return Answer.CLIENT.send(request(model, message), BodyHandlers.ofInputStream());
  }

  private static RecordedRequest lastRequest(String path) {
    return provider.requests().stream()
        .filter(request -> request.target().startsWith(path))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static void assertProblem(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body())
        .contains("\"status\":" + status, detail)
        .doesNotContain("Exception", "\tat ");
  }
}
