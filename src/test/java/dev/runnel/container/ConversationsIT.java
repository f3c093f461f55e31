package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/conversations}, and what chat has to do with it. */
class ConversationsIT extends ServerTest {

  private static final String FOREIGN = "https://evil.test";

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.auth=anonymous");
  }

  @Test
  void listsReadsRenamesAndDeletes() throws Exception {
    Answer first = ask("say 溪|流", "");
    String id = first.header("X-Conversation-Id");
    Answer second = ask("two", conversation(id));

    JsonObject listed = listed(id);
    assertThat(listed.string("title")).isEqualTo("say 溪|流");
    Answer read = Answer.get(uri("api/conversations/" + id));
    assertThat(read.header("Cache-Control")).isEqualTo("no-store");
    assertThat(said(json(read)))
        .containsExactly("user: say 溪|流", "assistant: 溪流", "user: two", "assistant: You said: two");
    assertThat(messages(json(read)))
        .extracting(message -> message.string("stream_id"))
        .containsExactly(
            first.header("X-Stream-Id"),
            first.header("X-Stream-Id"),
            second.header("X-Stream-Id"),
            second.header("X-Stream-Id"));
    assertThat(json(read).string("created")).isEqualTo(listed.string("created"));

    Answer renamed = rename(id, "{\"title\":\" 河\\n流 \"}");
    assertThat(renamed.status()).as(renamed.body()).isEqualTo(200);
    assertThat(json(renamed).string("title")).isEqualTo("河 流");
    assertThat(listed(id).string("title")).isEqualTo("河 流");

    assertThat(delete(id).status()).isEqualTo(204);
    assertThat(delete(id).status()).isEqualTo(404);
    assertThat(Answer.get(uri("api/conversations/" + id)).status()).isEqualTo(404);
    assertThat(rename(id, "{\"title\":\"x\"}").status()).isEqualTo(404);
    assertThat(ask("three", conversation(id)).status()).isEqualTo(404);
    assertThat(Answer.get(uri("api/conversations")).body()).doesNotContain(id);
  }

  @Test
  void tellsWhatIsBeingWrittenAndStopsItWhenItsConversationIsDeleted() throws Exception {
    ScriptedProvider.GATES.put("its deletion", new Gate());
    HttpResponse<InputStream> live =
        Answer.CLIENT.send(
            request("wait for its deletion", "").build(), BodyHandlers.ofInputStream());
    try (InputStream in = live.body()) {
      ChatIT.readUntil("\"first\"", in);
      String id = live.headers().firstValue("X-Conversation-Id").orElseThrow();
      JsonObject seen = json(Answer.get(uri("api/conversations/" + id)));
      assertThat(said(seen)).containsExactly("user: wait for its deletion");
      assertThat(((JsonObject) seen.members().get("live")).string("stream_id"))
          .isEqualTo(live.headers().firstValue("X-Stream-Id").orElseThrow());
      assertThat(rename(id, "{\"title\":\"live\"}").status()).isEqualTo(200);

      assertThat(delete(id).status()).isEqualTo(204);
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("cancelled");
    } finally {
      ScriptedProvider.GATES.get("its deletion").open();
    }
  }

  @Test
  void replacesAnExchangeAndAllAfterIt() throws Exception {
    String id = ask("one", "").header("X-Conversation-Id");
    String two = ask("two", conversation(id)).header("X-Stream-Id");
    ask("three", conversation(id));
    String failed = ask("status 400", replacing(id, two)).header("X-Stream-Id");
    assertThat(said(json(Answer.get(uri("api/conversations/" + id)))))
        .as("a try that fails loses nothing")
        .hasSize(7)
        .endsWith("user: status 400, error");

    Answer instead = ask("2", replacing(id, failed));

    assertThat(instead.text()).isEqualTo("You said: 2");
    JsonArray sent = lastRequest("/api/v3").json().array("messages");
    assertThat(sent).isNotNull();
    assertThat(sent.items())
        .extracting(message -> ((JsonObject) message).string("content"))
        .containsExactly("one", "You said: one", "2");
    assertThat(said(json(Answer.get(uri("api/conversations/" + id)))))
        .containsExactly(
            "user: one", "assistant: You said: one", "user: 2", "assistant: You said: 2");
  }

  @Test
  void sendsABotTheWholeAgainWhenAnExchangeIsReplaced() throws Exception {
    String id = ask("coze", "one", "").header("X-Conversation-Id");
    String two = ask("coze", "two", conversation(id)).header("X-Stream-Id");
    assertThat(lastRequest("/v3/chat").target()).contains("conversation_id=");
    ask("coze", "2", replacing(id, two));

    RecordedRequest whole = lastRequest("/v3/chat");
    assertThat(whole.target()).doesNotContain("conversation_id=");
    assertThat(whole.body()).contains("\"one\"", "\"2\"").doesNotContain("\"two\"");
  }

  @Test
  void refusesToReplaceWhatItCannot() throws Exception {
    String id = ask("one", "").header("X-Conversation-Id");
    String foreign = ask("one", "").header("X-Stream-Id");
    assertProblem(ask("2", replacing(id, foreign)), 400, "'replaces' names no stream");
    assertProblem(ask("2", ",\"replaces\":\"" + foreign + "\""), 400, "'conversation_id'");

    Gate gate = new Gate();
    ScriptedProvider.GATES.put("a replacement", gate);
    HttpResponse<InputStream> live =
        Answer.CLIENT.send(
            request("wait for a replacement", conversation(id)).build(),
            BodyHandlers.ofInputStream());
    try (InputStream in = live.body()) {
      ChatIT.readUntil("\"first\"", in);
      String stream = live.headers().firstValue("X-Stream-Id").orElseThrow();
      assertProblem(ask("2", replacing(id, stream)), 409, "DELETE /api/streams/" + stream);
      gate.open();
      in.readAllBytes();
      assertThat(ask("2", replacing(id, stream)).text()).isEqualTo("You said: 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"title\":\" \\n \"}", "{\"title\":7}", "{\"title\":\"%s\"}"})
  void refusesATitleThatIsNone(String body) throws Exception {
    String id = ask("one", "").header("X-Conversation-Id");
    assertProblem(rename(id, body.formatted("x".repeat(201))), 400, "'title' must be a string");
  }

  @Test
  void listsOnlyForThisMachineAndSaysWhy() throws Exception {
    HttpRequest.Builder elsewhere =
        request("one", "").header("X-Forwarded-For", "192.0.2.7").copy();
    String id = Answer.to(elsewhere.build()).header("X-Conversation-Id");

    assertProblem(
        Answer.to(
            Answer.request(uri("api/conversations"))
                .header("X-Forwarded-For", "192.0.2.7")
                .build()),
        403,
        "Without accounts");
    assertThat(
            Answer.to(
                    Answer.request(uri("api/conversations/" + id))
                        .header("X-Forwarded-For", "192.0.2.7")
                        .build())
                .status())
        .as("an id is the permission")
        .isEqualTo(200);
    assertThat(Answer.get(uri("api/conversations")).body())
        .as("not among those of this machine")
        .doesNotContain(id);
  }

  @Test
  void pagesOfForeignOriginsChangeNothingAndSeeNoList() throws Exception {
    String id = ask("one", "").header("X-Conversation-Id");
    assertProblem(
        Answer.to(
            Answer.request(uri("api/conversations/" + id))
                .header("Origin", FOREIGN)
                .DELETE()
                .build()),
        403,
        "RUNNEL_CORS_ORIGINS");
    assertProblem(
        Answer.to(
            Answer.json(uri("api/conversations/" + id), "{\"title\":\"x\"}")
                .header("Origin", FOREIGN)
                .method("PATCH", BodyPublishers.ofString("{\"title\":\"x\"}"))
                .build()),
        403,
        "RUNNEL_CORS_ORIGINS");
    assertProblem(
        Answer.to(Answer.request(uri("api/conversations")).header("Origin", FOREIGN).build()),
        403,
        "RUNNEL_CORS_ORIGINS");
    HttpResponse<String> preflight =
        Answer.CLIENT.send(
            Answer.request(uri("api/conversations/" + id))
                .header("Origin", "https://portal.example")
                .header("Access-Control-Request-Method", "PATCH")
                .method("OPTIONS", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("PATCH", "DELETE");
  }

  private Answer ask(String message, String members) throws Exception {
    return ask("ark", message, members);
  }

  private Answer ask(String model, String message, String members) throws Exception {
    return Answer.to(request(model, message, members).build());
  }

  private HttpRequest.Builder request(String message, String members) {
    return request("ark", message, members);
  }

  private HttpRequest.Builder request(String model, String message, String members) {
    return Answer.json(
        uri("api/chat"),
        "{\"model\":\"%s\",\"message\":%s%s}"
            .formatted(model, new JsonString(message).toJson(), members));
  }

  private static String conversation(String id) {
    return ",\"conversation_id\":\"" + id + "\"";
  }

  private static String replacing(String id, String stream) {
    return conversation(id) + ",\"replaces\":\"" + stream + "\"";
  }

  private Answer rename(String id, String body) throws Exception {
    return Answer.to(
        Answer.json(uri("api/conversations/" + id), body)
            .method("PATCH", BodyPublishers.ofString(body))
            .build());
  }

  private Answer delete(String id) throws Exception {
    return Answer.to(Answer.request(uri("api/conversations/" + id)).DELETE().build());
  }

  private JsonObject listed(String id) throws Exception {
    JsonArray list = json(Answer.get(uri("api/conversations"))).array("conversations");
    assertThat(list).isNotNull();
    return list.items().stream()
        .map(JsonObject.class::cast)
        .filter(each -> id.equals(each.string("id")))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject json(Answer answer) {
    return (JsonObject) JsonValue.parse(answer.body());
  }

  private static List<JsonObject> messages(JsonObject conversation) {
    JsonArray messages = conversation.array("messages");
    assertThat(messages).isNotNull();
    return messages.items().stream().map(JsonObject.class::cast).toList();
  }

  /** Who said what, and how it ended if it is not whole. */
  private static List<String> said(JsonObject conversation) {
    return messages(conversation).stream()
        .map(
            message ->
                message.string("role")
                    + ": "
                    + message.string("content")
                    + (message.string("ended") == null ? "" : ", " + message.string("ended")))
        .toList();
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
    assertThat(answer.body()).contains(detail);
  }
}
