package dev.runnel.model.coze;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runnel.config.CozeAuth;
import dev.runnel.config.CozeAuth.JwtOAuth;
import dev.runnel.config.CozeSettings;
import dev.runnel.config.ProviderSettings;
import dev.runnel.config.Threads;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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

  /** What to set, by either of the two ways to call a bot. */
  static final String SETTINGS_MISSING =
      "Set COZE_BOT_ID, and COZE_API_TOKEN or, for JWT OAuth, COZE_JWT_OAUTH_CLIENT_ID,"
          + " COZE_JWT_OAUTH_PUBLIC_KEY_ID and COZE_JWT_OAUTH_PRIVATE_KEY (or"
          + " COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH).";

  private static final int USER_ID_CHARS = 32;

  private final ProviderHttp http;
  private final List<Bot> bots;

  private record Bot(CozeSettings settings, Credentials credentials) {}

  private record App(URI base, JwtOAuth oauth) {}

  /** The way to the configured bots. */
  @Inject
  public CozeClient(ProviderHttp http, ProviderSettings settings, Threads threads) {
    this(http, settings, threads, InstantSource.system());
  }

  /**
   * With what tests bring.
   *
   * @param clock the time that JWTs and tokens speak of
   */
  CozeClient(ProviderHttp http, ProviderSettings settings, Threads threads, InstantSource clock) {
    this.http = http;
    // Bots of one OAuth app share its token.
    Map<App, Credentials> apps = new HashMap<>();
    List<Bot> configured = new ArrayList<>();
    for (CozeSettings bot : settings.coze()) {
      configured.add(
          new Bot(
              bot,
              bot.auth() instanceof CozeAuth.Token given
                  ? Credentials.of(given.token())
                  : apps.computeIfAbsent(
                      new App(bot.base(), (JwtOAuth) bot.auth()),
                      app ->
                          new OAuthToken(
                              http, threads, clock, bot.id(), app.base(), app.oauth()))));
    }
    this.bots = List.copyOf(configured);
  }

  @Override
  public List<Model> models() {
    List<Model> models = new ArrayList<>();
    if (bots.stream().noneMatch(bot -> bot.settings().id().equals(PROVIDER))) {
      models.add(new Model(PROVIDER, PROVIDER, false, SETTINGS_MISSING));
    }
    bots.forEach(bot -> models.add(new Model(bot.settings().id(), PROVIDER, true, "")));
    return List.copyOf(models);
  }

  @Override
  public ModelCall start(CompletionRequest request, ModelListener listener) {
    Bot found =
        bots.stream()
            .filter(candidate -> candidate.settings().id().equals(request.model()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no Coze bot has the id " + request.model()));
    CozeSettings bot = found.settings();
    URI cancel = URI.create(bot.base() + "/v3/chat/cancel");
    return http.exchange(
        new ProviderRequest(
            bot.id(),
            chat(bot, request.providerConversation()),
            found.credentials(),
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

  /** The same for the same owner, and of no meaning to anyone without the bot's secret. */
  private static String userId(CozeSettings bot, String owner) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret(bot.auth()), "HmacSHA256"));
      byte[] digest = mac.doFinal(("runnel-user:" + owner).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, USER_ID_CHARS);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("every Java platform has HmacSHA256", absent);
    }
  }

  /** What stays when tokens come and go. */
  private static byte[] secret(CozeAuth auth) {
    return auth instanceof CozeAuth.Token given
        ? given.token().reveal().getBytes(UTF_8)
        : ((JwtOAuth) auth).privateKey().reveal().getEncoded();
  }
}
