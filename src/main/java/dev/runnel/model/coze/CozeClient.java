package dev.runnel.model.coze;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runnel.config.CozeSettings;
import dev.runnel.config.ProviderSettings;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.Message;
import dev.runnel.model.Message.Role;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelListener;
import dev.runnel.model.http.Credentials;
import dev.runnel.model.http.ProviderHttp;
import dev.runnel.model.http.ProviderRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The way to Coze bots. Coze keeps the conversation: once it has one, only the new message is sent.
 * It has no field for a temperature or for the form of the answer; a bot has its own. A schema is
 * told in words, at the beginning of a conversation.
 */
@Singleton
public final class CozeClient implements ModelClient {

  private static final String PROVIDER = "coze";
  private static final int USER_ID_CHARS = 32;

  private final ProviderHttp http;
  private final List<CozeSettings> bots;

  /** The way to the configured bots. */
  @Inject
  public CozeClient(ProviderHttp http, ProviderSettings settings) {
    this.http = http;
    this.bots = settings.coze();
  }

  @Override
  public List<Model> models() {
    List<Model> models = new ArrayList<>();
    if (bots.stream().noneMatch(bot -> bot.id().equals(PROVIDER))) {
      models.add(new Model(PROVIDER, PROVIDER, false, "Set COZE_API_TOKEN and COZE_BOT_ID."));
    }
    bots.forEach(bot -> models.add(new Model(bot.id(), PROVIDER, true, "")));
    return List.copyOf(models);
  }

  @Override
  public ModelCall start(CompletionRequest request, ModelListener listener) {
    CozeSettings bot =
        bots.stream()
            .filter(candidate -> candidate.id().equals(request.model()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no Coze bot has the id " + request.model()));
    URI cancel = URI.create(bot.base() + "/v3/chat/cancel");
    return http.exchange(
        new ProviderRequest(
            bot.id(),
            chat(bot, request.providerConversation()),
            Credentials.of(bot.token()),
            body(bot, request).toJson(),
            null,
            (reply, out) -> new CozeReader(reply, out, cancel)),
        listener);
  }

  private static URI chat(CozeSettings bot, @Nullable String conversation) {
    String chat = bot.base() + "/v3/chat";
    return URI.create(
        conversation == null
            ? chat
            : chat + "?conversation_id=" + URLEncoder.encode(conversation, UTF_8));
  }

  private static JsonObject body(CozeSettings bot, CompletionRequest request) {
    Stream<Message> messages =
        request.providerConversation() == null
            ? request.messagesWithSchema().stream()
            : Stream.of(request.question());
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("bot_id", new JsonString(bot.botId()));
    body.put("user_id", new JsonString(userId(bot, request.owner())));
    body.put("stream", new JsonBoolean(true));
    body.put("auto_save_history", new JsonBoolean(true));
    body.put(
        "additional_messages",
        new JsonArray(messages.<JsonValue>map(CozeClient::message).toList()));
    return new JsonObject(body);
  }

  /** Coze knows two roles: an instruction is a question too. */
  private static JsonObject message(Message message) {
    boolean answer = message.role() == Role.ASSISTANT;
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("role", new JsonString(answer ? "assistant" : "user"));
    members.put("type", new JsonString(answer ? "answer" : "question"));
    members.put("content", new JsonString(message.content()));
    members.put("content_type", new JsonString("text"));
    return new JsonObject(members);
  }

  /** The same for the same owner, and of no meaning to anyone without the token. */
  private static String userId(CozeSettings bot, String owner) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bot.token().reveal().getBytes(UTF_8), "HmacSHA256"));
      byte[] digest = mac.doFinal(("runnel-user:" + owner).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, USER_ID_CHARS);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("every Java platform has HmacSHA256", absent);
    }
  }
}
