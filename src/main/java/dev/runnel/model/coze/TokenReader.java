package dev.runnel.model.coze;

import dev.runnel.config.Secret;
import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.http.ProviderError;
import dev.runnel.model.http.Reply;
import dev.runnel.model.http.ReplyReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one reply to a request for a token. Its {@code expires_in} is not what RFC 6749 says but a
 * Unix time.
 *
 * @see <a href="https://www.coze.cn/open/docs/developer_guides/oauth_jwt">Coze, OAuth by JWT</a>
 */
final class TokenReader implements ReplyReader {

  /** The longest token that is taken, in characters: it goes into a header of each request. */
  static final int MAX_TOKEN = 8_192;

  /** A greater {@code expires_in} is a time, a smaller one a number of seconds from now on. */
  private static final long LEAST_UNIX_TIME = 1_000_000_000;

  /**
   * What Coze gave.
   *
   * @param token the bearer token
   * @param life how long it is good for from now on, more than nothing
   */
  record Grant(Secret token, Duration life) {}

  private final Reply reply;
  private final ModelListener out;
  private final InstantSource clock;
  private final Consumer<Grant> granted;

  /**
   * A reader of one reply.
   *
   * @param granted takes the token, before {@link ModelEvent.Finished} is said
   */
  TokenReader(Reply reply, ModelListener out, InstantSource clock, Consumer<Grant> granted) {
    this.reply = reply;
    this.out = out;
    this.clock = clock;
    this.granted = granted;
  }

  @Override
  public void onEvent(ServerSentEvent event) {
    out.onFailure(reply.malformed("it is an event stream in place of a token"));
  }

  /** An event stream without an event: it counts as truncated. */
  @Override
  public void onEnd() {}

  @Override
  public @Nullable ModelException onOtherReply(String body) {
    JsonObject object = parse(body) instanceof JsonObject parsed ? parsed : null;
    if (object == null) {
      return reply.successful()
          ? reply.malformed("it is no token")
          : reply.failure(reply.meaning(null), ProviderError.UNKNOWN);
    }
    String token = object.string("access_token");
    if (!reply.successful() || token == null) {
      return failure(object);
    }
    Long expires = object.number("expires_in");
    if (expires == null || !usable(token)) {
      return reply.malformed("it is a token that no header can carry, or that has no end");
    }
    Instant now = clock.instant();
    Duration life =
        expires < LEAST_UNIX_TIME
            ? Duration.ofSeconds(expires)
            : Duration.ofSeconds(expires - now.getEpochSecond());
    if (life.isNegative() || life.isZero()) {
      return reply.malformed(
          "it is a token that has expired already, unless this server's clock is wrong");
    }
    granted.accept(new Grant(new Secret(token), life));
    out.onEvent(new ModelEvent.Finished("stop", null, null, null));
    return null;
  }

  private static boolean usable(String token) {
    return !token.isEmpty()
        && token.length() <= MAX_TOKEN
        && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Coze's errors of OAuth have words for codes; its other errors, in the same place, numbers. */
  private ModelException failure(JsonObject error) {
    String code = error.string("error_code");
    String message = error.string("error_message");
    JsonObject detail = error.object("detail");
    if (code == null) {
      Long number = error.number("code");
      code = number == null || number == 0 ? null : Long.toString(number);
      message = error.string("msg");
    }
    if (code == null && reply.successful()) {
      return reply.malformed("it is neither a token nor an error");
    }
    ErrorCode known = meaning(code);
    return reply.failure(
        reply.meaning(known == null ? CozeCodes.meaning(code) : known),
        new ProviderError(
            code,
            "no token by JWT OAuth" + (message == null ? "" : ", " + message),
            detail == null ? null : detail.string("logid")));
  }

  private static @Nullable ErrorCode meaning(@Nullable String code) {
    if (code == null) {
      return null;
    }
    return switch (code) {
      case "invalid_client", "invalid_grant" -> ErrorCode.UPSTREAM_AUTH;
      case "access_deny", "access_denied", "unauthorized_client" -> ErrorCode.UPSTREAM_FORBIDDEN;
      case "invalid_request", "unsupported_grant_type" -> ErrorCode.UPSTREAM_REJECTED;
      case "internal_error" -> ErrorCode.UPSTREAM_UNAVAILABLE;
      default -> null;
    };
  }

  private static @Nullable JsonValue parse(String text) {
    try {
      return JsonValue.parse(text);
    } catch (JsonSyntaxException notJson) {
      return null;
    }
  }
}
