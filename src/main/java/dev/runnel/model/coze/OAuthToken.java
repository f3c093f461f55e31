package dev.runnel.model.coze;

import dev.runnel.config.CozeAuth.JwtOAuth;
import dev.runnel.config.Secret;
import dev.runnel.config.Threads;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.http.Credentials;
import dev.runnel.model.http.ProviderHttp;
import dev.runnel.model.http.ProviderRequest;
import dev.runnel.model.http.Reply;
import dev.runnel.model.http.ReplyReader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one access token of an OAuth app, shared by all calls. It is fetched when it is first needed.
 * Who asks near its end gets it still, and sets off the request for the next one; who asks when
 * there is none waits, without a thread, for the one request that is under way. An idle server asks
 * for nothing. For any number of threads.
 */
final class OAuthToken implements Credentials {

  /** The life that is asked for, and the longest that is believed in. */
  static final Duration LIFE = Duration.ofHours(1);

  /** The part of its life after which a token is renewed. */
  static final double RENEW_AFTER = 0.8;

  /**
   * For so long a failure answers all who have no token, and no token is asked for again: the
   * request has had its retries.
   */
  static final Duration BACK_OFF = Duration.ofSeconds(2);

  /** A younger token that is refused is not the reason, and another one would be no help. */
  static final Duration FRESH = Duration.ofSeconds(10);

  /** Those that wait at a time, cancelled ones included; further ones are turned away. */
  static final int MAX_WAITING = 10_000;

  /** A token and its times, as {@link Threads#nanoTime()}. */
  private record Held(Secret token, long fetchedAt, long renewAt, long expiresAt) {}

  /** A failure, and until when it counts. */
  private record Failed(ModelException failure, long until) {}

  private final ProviderHttp http;
  private final Threads threads;
  private final InstantSource clock;
  private final String model;
  private final URI uri;
  private final Credentials assertions;

  // Guarded by this. Nothing is called with the lock held.
  private @Nullable Held held;
  private @Nullable Failed failed;
  private boolean fetching;
  private List<Answer> waiting = new ArrayList<>();

  /**
   * No token yet.
   *
   * @param model the name of the first model that uses it, for the log
   * @param base the service, without a trailing slash
   */
  OAuthToken(
      ProviderHttp http,
      Threads threads,
      InstantSource clock,
      String model,
      URI base,
      JwtOAuth app) {
    this.http = http;
    this.threads = threads;
    this.clock = clock;
    this.model = model + ", its token";
    this.uri = URI.create(base + "/api/permission/oauth2/token");
    this.assertions = new JwtAssertions(app, base.getHost(), threads.workers(), clock);
  }

  @Override
  public void ask(Answer answer) {
    Secret token = null;
    ModelException failure = null;
    boolean fetch = false;
    synchronized (this) {
      long now = now();
      Held usable = held != null && now - held.expiresAt < 0 ? held : null;
      ModelException recent = failed != null && now - failed.until < 0 ? failed.failure : null;
      if (usable != null) {
        token = usable.token;
        fetch = !fetching && recent == null && now - usable.renewAt >= 0;
      } else if (!fetching && recent != null) {
        failure = recent;
      } else if (waiting.size() >= MAX_WAITING) {
        failure =
            ModelException.of(ErrorCode.OVERLOADED, "Too many answers wait for a Coze token")
                .build();
      } else {
        waiting.add(answer);
        fetch = !fetching;
      }
      fetching |= fetch;
    }
    if (token != null) {
      answer.onKey(token);
    } else if (failure != null) {
      answer.onFailure(failure);
    }
    if (fetch) {
      fetch();
    }
  }

  @Override
  public synchronized boolean refused(Secret key) {
    if (held == null || !held.token.equals(key)) {
      // Somebody was quicker.
      return true;
    }
    if (now() - held.fetchedAt < FRESH.toNanos()) {
      return false;
    }
    held = null;
    return true;
  }

  private void fetch() {
    String body =
        new JsonObjectBuilder()
            .put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
            .put("duration_seconds", LIFE.toSeconds())
            .build()
            .toJson();
    Fetch fetch = new Fetch();
    http.exchange(new ProviderRequest(model, uri, assertions, body, null, fetch), fetch);
  }

  private void onGrant(TokenReader.Grant grant) {
    long life = Math.min(grant.life().toSeconds(), LIFE.toSeconds());
    long nanos = Duration.ofSeconds(life).toNanos();
    List<Answer> served;
    synchronized (this) {
      long now = now();
      held = new Held(grant.token(), now, now + (long) (nanos * RENEW_AFTER), now + nanos);
      failed = null;
      served = endFetch();
    }
    served.forEach(answer -> answer.onKey(grant.token()));
  }

  /** A token that is held stays: it may be good for a while. */
  private void onNone(ModelException failure) {
    List<Answer> served;
    synchronized (this) {
      failed = new Failed(failure, now() + BACK_OFF.toNanos());
      served = endFetch();
    }
    served.forEach(answer -> answer.onFailure(failure));
  }

  private List<Answer> endFetch() {
    fetching = false;
    List<Answer> served = waiting;
    waiting = new ArrayList<>();
    return served;
  }

  private long now() {
    return threads.nanoTime().getAsLong();
  }

  /** One request for a token: an exchange like all others, whose answer is the token. */
  private final class Fetch implements ReplyReader.Protocol, ModelListener {
    private TokenReader.@Nullable Grant grant;

    @Override
    public String accept() {
      return "application/json";
    }

    @Override
    public ReplyReader open(Reply reply, ModelListener out) {
      return new TokenReader(reply, out, clock, given -> grant = given);
    }

    @Override
    public void onEvent(ModelEvent event) {
      if (event instanceof ModelEvent.Finished && grant != null) {
        onGrant(grant);
      }
    }

    @Override
    public void onFailure(ModelException failure) {
      onNone(failure);
    }
  }
}
