package dev.runnel.container;

import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Loopback;
import dev.runnel.standin.OAuthApp;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Ark and Coze as their protocols say they are; the last message of a request says what happens.
 */
final class ScriptedProvider {

  /** The app that may ask for tokens, but for its key {@link #REFUSED_KEY}. */
  static final OAuthApp OAUTH_APP = OAuthApp.create();

  static final String OAUTH_TOKEN = "czs_container-test-secret";
  static final String REFUSED_KEY = "kid-refused";

  static final String COZE_CONVERSATION = "7381473525342978089";

  /** Why Ark's answer ended, its tokens, and the end of the stream. */
  static final String ARK_END =
      "data: {\"id\":\"0217588\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\","
          + "\"index\":0}],\"model\":\"doubao-test\"}\n\n"
          + "data: {\"id\":\"0217588\",\"choices\":[],\"model\":\"doubao-test\",\"usage\":{"
          + "\"completion_tokens\":124,\"prompt_tokens\":90,\"total_tokens\":214}}\n\n"
          + "data: [DONE]\n\n";

  /** The deltas of an answer that takes longer than a test waits for its stop. */
  private static final int TRICKLE = 5_000;

  /** Gates that the message {@code wait for NAME} stops at after its first word. */
  static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  /** The messages that were met with a 503 already. */
  private static final Set<String> DOWN_ONCE = ConcurrentHashMap.newKeySet();

  /** What tests have said beforehand, by message. */
  private static final Map<String, Function<RecordedRequest, Script>> PLAYED =
      new ConcurrentHashMap<>();

  private ScriptedProvider() {}

  /** Plays scripts in turn for a message, whatever the provider; the last one again and again. */
  static void plays(String message, Script... scripts) {
    PLAYED.put(message, Loopback.inTurn(scripts));
  }

  static Script answer(RecordedRequest request) {
    if (request.target().startsWith("/v3/chat/cancel")) {
      return Script.json(200, "{\"code\":0,\"msg\":\"\",\"data\":{\"status\":\"canceled\"}}");
    }
    if (request.target().equals(OAuthApp.TOKEN_PATH)) {
      return token(OAuthApp.bearer(request));
    }
    Function<RecordedRequest, Script> played = PLAYED.get(request.lastMessage());
    if (played != null) {
      return played.apply(request);
    }
    return request.target().startsWith("/v3/chat") ? coze(request) : ark(request);
  }

  private static Script token(String jwt) {
    return REFUSED_KEY.equals(OAuthApp.header(jwt).string("kid"))
        ? Script.json(
            401, "{\"error_code\":\"invalid_client\",\"error_message\":\"not with " + jwt + "\"}")
        : Script.json(200, OAuthApp.grant(OAUTH_TOKEN, Instant.now().getEpochSecond() + 3_600));
  }

  private static Script ark(RecordedRequest request) {
    String message = request.lastMessage();
    if (message.startsWith("status ")) {
      int status = Integer.parseInt(message.substring(7));
      return Script.status(status)
          .header("Content-Type", "application/json")
          .header("x-request-id", "log-" + status)
          .header("Retry-After", "3600")
          .send("{\"error\":{\"code\":\"Code" + status + "\",\"message\":\"refused\"}}");
    }
    if (message.startsWith("down once ")) {
      return DOWN_ONCE.add(message)
          ? Script.status(503).end()
          : arkEnd(Script.eventStream().send(arkDelta("up again")));
    }
    if (message.startsWith("say ")) {
      Script script = Script.eventStream();
      for (String token : message.substring(4).split("\\|", -1)) {
        script.send(arkDelta(token));
      }
      return arkEnd(script);
    }
    if (message.startsWith("wait for ")) {
      Gate gate = GATES.computeIfAbsent(message.substring(9), name -> new Gate());
      return arkEnd(
          Script.eventStream().send(arkDelta("first")).await(gate).send(arkDelta(" last")));
    }
    return switch (message) {
      case "in-stream error" ->
          Script.eventStream()
              .header("x-request-id", "log-in-stream")
              .send(arkDelta("some"))
              .send("data: {\"error\":{\"code\":\"Whatever\",\"message\":\"it broke\"}}\n\n");
      case "cut" -> Script.eventStream().send(arkDelta("one") + arkDelta("two")).fin();
      case "stall" -> Script.eventStream().send(arkDelta("first")).stall();
      case "trickle" -> trickle(Script.eventStream(), ScriptedProvider::arkDelta);
      default -> arkEnd(Script.eventStream().send(arkDelta("You said: " + message)));
    };
  }

  /** More than any client reads: it ends when the peer closes. */
  private static Script trickle(Script script, UnaryOperator<String> delta) {
    for (int i = 0; i < TRICKLE; i++) {
      script.send(delta.apply(Integer.toString(i))).pause();
    }
    return script;
  }

  static String arkDelta(String text) {
    return "data: {\"id\":\"0217588\",\"choices\":[{\"delta\":{\"content\":"
        + new JsonString(text).toJson()
        + ",\"role\":\"assistant\"},\"index\":0}],\"model\":\"doubao-test\","
        + "\"object\":\"chat.completion.chunk\"}\n\n";
  }

  private static Script arkEnd(Script script) {
    return script.send(ARK_END);
  }

  private static Script coze(RecordedRequest request) {
    String message = request.lastMessage();
    Script script = Script.eventStream().header("x-tt-logid", "log-coze");
    return switch (message) {
      case "refused" ->
          Script.json(
              200,
              "{\"code\":4100,\"msg\":\"authentication is invalid\","
                  + "\"detail\":{\"logid\":\"log-4100\"}}");
      case "trickle" -> trickle(script.send(cozeCreated()), ScriptedProvider::cozeDelta);
      case "failed" ->
          script.send(
              cozeCreated()
                  + cozeDelta("some")
                  + "event:conversation.chat.failed\ndata:{\"id\":\"8\",\"conversation_id\":\""
                  + COZE_CONVERSATION
                  + "\",\"status\":\"failed\",\"last_error\":{\"code\":5000,\"msg\":\"bot"
                  + " broke\"}}\n\nevent:done\ndata:\"[DONE]\"\n\n");
      default ->
          script
              .send(cozeCreated())
              .dribble(cozeDelta("You ") + cozeDelta("said: ") + cozeDelta(message), 7)
              .send(
                  "event:conversation.message.completed\ndata:{\"id\":\"10\",\"type\":\"verbose\","
                      + "\"content\":\"not for people\",\"content_type\":\"text\"}\n\n"
                      + "event:conversation.chat.completed\ndata:{\"id\":\"8\","
                      + "\"conversation_id\":\""
                      + COZE_CONVERSATION
                      + "\",\"status\":\"completed\",\"last_error\":{\"code\":0,\"msg\":\"\"},"
                      + "\"usage\":{\"token_count\":633,\"output_count\":19,"
                      + "\"input_count\":614}}\n\n")
              .send(
                  "event:conversation.message.completed\ndata:{\"id\":\"11\",\"type\":"
                      + "\"follow_up\",\"content\":\"And then?\",\"content_type\":\"text\"}\n\n"
                      + "event:done\ndata:\"[DONE]\"\n\n");
    };
  }

  static String cozeCreated() {
    return "event:conversation.chat.created\ndata:{\"id\":\"8\",\"conversation_id\":\""
        + COZE_CONVERSATION
        + "\",\"status\":\"created\"}\n\n";
  }

  static String cozeDelta(String text) {
    return "event:conversation.message.delta\ndata:{\"id\":\"9\",\"conversation_id\":\""
        + COZE_CONVERSATION
        + "\",\"role\":\"assistant\",\"type\":\"answer\",\"content\":"
        + new JsonString(text).toJson()
        + ",\"content_type\":\"text\",\"chat_id\":\"8\"}\n\n";
  }
}
