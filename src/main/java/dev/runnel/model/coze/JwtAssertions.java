package dev.runnel.model.coze;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runnel.config.CozeAuth.JwtOAuth;
import dev.runnel.config.Secret;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.http.Credentials;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The JWTs that prove to Coze who asks for a token. Coze takes each of them once: every attempt of
 * a request gets its own. To sign takes milliseconds, so workers do it. For any number of threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523, 3</a>
 */
final class JwtAssertions implements Credentials {

  /** How long a JWT is good for: time for the request, and for clocks that differ. */
  static final Duration LIFE = Duration.ofMinutes(10);

  /** Coze asks for more than 32 characters: these bytes are 43. */
  private static final int ID_BYTES = 32;

  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private final JwtOAuth app;
  private final String audience;
  private final Executor workers;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * JWTs of an app.
   *
   * @param audience the host name of the service
   */
  JwtAssertions(JwtOAuth app, String audience, Executor workers, InstantSource clock) {
    this.app = app;
    this.audience = audience;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public void ask(Answer answer) {
    try {
      workers.execute(() -> sign(answer));
    } catch (RejectedExecutionException full) {
      answer.onFailure(
          ModelException.of(ErrorCode.OVERLOADED, "No thread is free to ask for a Coze token")
              .cause(full)
              .build());
    }
  }

  private void sign(Answer answer) {
    Secret assertion;
    try {
      assertion = new Secret(jwt());
    } catch (GeneralSecurityException broken) {
      // Not the cause: it may tell of the key.
      answer.onFailure(
          ModelException.of(
                  ErrorCode.UPSTREAM_AUTH,
                  "The request for a Coze token cannot be signed with this key")
              .build());
      return;
    }
    answer.onKey(assertion);
  }

  private String jwt() throws GeneralSecurityException {
    long now = clock.instant().getEpochSecond();
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    JsonObject header =
        new JsonObjectBuilder()
            .put("alg", "RS256")
            .put("typ", "JWT")
            .put("kid", app.publicKeyId())
            .build();
    JsonObject claims =
        new JsonObjectBuilder()
            .put("iss", app.clientId())
            .put("aud", audience)
            .put("iat", now)
            .put("exp", now + LIFE.toSeconds())
            .put("jti", BASE64_URL.encodeToString(id))
            .build();
    String signed = encode(header) + "." + encode(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(app.privateKey().reveal());
    signature.update(signed.getBytes(US_ASCII));
    return signed + "." + BASE64_URL.encodeToString(signature.sign());
  }

  private static String encode(JsonObject part) {
    return BASE64_URL.encodeToString(part.toJson().getBytes(UTF_8));
  }
}
