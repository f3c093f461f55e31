package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.openapi.OpenApiDocument;
import dev.runnel.standin.Script;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /openapi} on a real server. That what it says is true is asserted for every answer of
 * every container test, by {@link Described}; here every kind of event comes once.
 */
class OpenApiIT extends ContainerTest {

  private static final String REASONING =
      "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"Hm\"}}]}\n\n";

  @Test
  void servesTheDocumentAsItIsWritten() throws Exception {
    HttpResponse<String> response =
        Answer.CLIENT.send(
            HttpRequest.newBuilder(uri("openapi")).header("Accept", "application/json").build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(plain(OpenApiDocument.parse(response.body()).root()))
        .isEqualTo(plain(OpenApiDocument.source().root()));
  }

  /**
   * Without what servers add: where they are, a list of their own, and members with nothing in; and
   * without what WildFly takes away.
   */
  private static JsonNode plain(JsonNode root) {
    ObjectNode plain = (ObjectNode) root.deepCopy();
    plain.remove(List.of("servers", "endpoints", "externalDocs"));
    ((ObjectNode) plain.required("info")).remove("contact");
    for (JsonNode body : plain.findValues("requestBody")) {
      ((ObjectNode) body).remove("required");
    }
    return plain;
  }

  @Test
  void everyChatEventIsDescribed() throws Exception {
    ScriptedProvider.plays(
        "openapi reasoning",
        Script.eventStream()
            .send(REASONING + ScriptedProvider.arkDelta("text") + ScriptedProvider.ARK_END));
    Set<String> seen = new TreeSet<>();
    for (String body :
        List.of(
            "{\"message\":\"hello\"}",
            "{\"message\":\"hello\",\"model\":\"demo\"}",
            "{\"message\":\"failed\"}",
            "{\"message\":\"openapi reasoning\",\"model\":\"ark\"}",
            "{\"message\":\"status 429\",\"model\":\"ark\"}",
            "{\"message\":\"hello\",\"model\":\"nobody\"}")) {
      words("type", Answer.post(uri("api/chat"), body).data(), seen);
    }
    seen.add(stopped("api/chat", "{\"message\":\"trickle\"}", "type"));
    assertThat(seen).isEqualTo(alternatives("ChatEvent"));
  }

  @Test
  void everyStructuredEventIsDescribed() throws Exception {
    ScriptedProvider.plays(
        "openapi structured",
        Script.eventStream()
            .send(
                REASONING
                    + ScriptedProvider.arkDelta("{\"title\":\"a\",\"n\":[1]}")
                    + ScriptedProvider.ARK_END));
    Set<String> seen = new TreeSet<>();
    words("status", Answer.get(uri("helloworld?prompt=openapi+structured")).data(), seen);
    for (String members :
        List.of(
            "\"prompt\":\"hello\",\"model\":\"demo\",\"schema\":{\"type\":\"object\","
                + "\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^[0-9]$\"}}}",
            "\"prompt\":\"hello\",\"model\":\"demo\"",
            "\"prompt\":\"openapi structured\",\"format\":\"json-patch\"",
            "\"prompt\":\"openapi structured\",\"format\":\"text\"",
            "\"prompt\":\"say no JSON\"",
            "\"prompt\":\"status 503\"")) {
      words("status", Answer.post(uri("api/generate"), "{" + members + "}").data(), seen);
    }
    seen.add(stopped("api/generate", "{\"prompt\":\"trickle\",\"format\":\"text\"}", "status"));
    assertThat(seen).isEqualTo(alternatives("StructuredEvent"));
  }

  @Test
  void everyRefusalIsDescribed() throws Exception {
    assertThat(Answer.get(uri("api/models")).status()).isEqualTo(200);
    assertThat(Answer.get(uri("health")).status()).isEqualTo(200);
    assertThat(Answer.post(uri("api/chat"), "{}").status()).isEqualTo(400);
    assertThat(
            Answer.post(uri("api/chat"), "{\"message\":\"a\",\"conversation_id\":\"x\"}").status())
        .isEqualTo(404);
    assertThat(Answer.post(uri("api/generate"), " ".repeat(300_000)).status()).isEqualTo(413);
    assertThat(
            Answer.to(
                    Answer.json(uri("api/chat"), "{}")
                        .setHeader("Content-Type", "text/plain")
                        .build())
                .status())
        .isEqualTo(415);
    for (String path : List.of("api/chat?message=a", "helloworld", "api/models")) {
      assertThat(
              Answer.to(Answer.request(uri(path)).header("Accept", "image/png").build()).status())
          .as(path)
          .isEqualTo(406);
    }
    String unknown = "api/streams/AAAAAAAAAAAAAAAAAAAAAA";
    assertThat(Answer.get(uri(unknown)).status()).isEqualTo(404);
    assertThat(Answer.get(uri(unknown + "?after=-1")).status()).isEqualTo(400);
    assertThat(Answer.to(Answer.request(uri(unknown)).DELETE().build()).status()).isEqualTo(404);
    for (String path : List.of("api/chat?message=a", "helloworld", "api/models", unknown)) {
      HttpRequest foreign =
          Answer.request(uri(path)).header("X-Forwarded-For", "192.0.2.1").build();
      assertThat(Answer.to(foreign).status()).as(path).isEqualTo(403);
    }
  }

  @Test
  void whatBecomesOfAStreamIsDescribed() throws Exception {
    Answer whole = Answer.post(uri("api/chat"), "{\"message\":\"hello\"}");
    String id = whole.header("X-Stream-Id");
    String last = whole.events().get(whole.events().size() - 1).lastEventId();
    // What was told in several events may come again in one.
    assertThat(Answer.get(uri("api/streams/" + id)).lines())
        .startsWith(whole.lines().get(0))
        .endsWith(whole.lines().get(whole.lines().size() - 1));
    assertThat(Answer.get(uri("api/streams/" + id + "?after=" + last)).status()).isEqualTo(204);
    assertThat(Answer.get(uri("api/streams/" + id + "?after=999999")).status()).isEqualTo(409);
    assertThat(Answer.to(Answer.request(uri("api/streams/" + id)).DELETE().build()).body())
        .contains("complete");
    for (String path : List.of("api/chat", "helloworld")) {
      List<Integer> statuses = new ArrayList<>();
      for (String position : List.of(id + ".1", last, id + ".999999", "x", "A".repeat(22) + ".1")) {
        statuses.add(
            Answer.to(Answer.request(uri(path)).header("Last-Event-ID", position).build())
                .status());
      }
      assertThat(statuses).as(path).containsExactly(200, 204, 409, 400, 404);
    }
    HttpRequest first = keyed("{\"message\":\"hello\"}");
    assertThat(Answer.to(first).status()).isEqualTo(200);
    assertThat(Answer.to(keyed("{\"message\":\"other\"}")).status()).isEqualTo(422);
  }

  private HttpRequest keyed(String body) {
    return Answer.json(uri("api/chat"), body).header("Idempotency-Key", "openapi-key").build();
  }

  /** Stops an answer that has begun; the word of its last event. */
  private String stopped(String path, String body, String member) throws Exception {
    try (StreamClient client = StreamClient.open("POST", uri(path), body)) {
      client.readEvents(2);
      HttpRequest stop = Answer.request(uri("api/streams/" + client.streamId())).DELETE().build();
      assertThat(Answer.to(stop).body()).isEqualTo("{\"ended\":\"cancelled\"}");
      return String.valueOf(client.readAll().last().string(member));
    }
  }

  private static void words(String member, List<JsonObject> events, Set<String> seen) {
    events.forEach(event -> seen.add(String.valueOf(event.string(member))));
  }

  private static Set<String> alternatives(String schema) {
    return OpenApiDocument.source().alternatives(schema).keySet();
  }
}
