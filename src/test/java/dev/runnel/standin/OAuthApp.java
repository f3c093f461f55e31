package dev.runnel.standin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;

/** An OAuth app as Coze knows it: keys made for the run, and what Coze does with a JWT. */
public final class OAuthApp {

  /** Where tokens are asked for. */
  public static final String TOKEN_PATH = "/api/permission/oauth2/token";

  private static final int PEM_LINE = 64;

  private final KeyPair keys;

  private OAuthApp(KeyPair keys) {
    this.keys = keys;
  }

  /** With a new key. */
  public static OAuthApp create() {
    return new OAuthApp(keys("RSA", 2_048));
  }

  /** New keys. */
  public static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  /** A PEM text. */
  public static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** The private key, as Coze's page saves it. */
  public String pem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** A piece of the private key that no log and no error may hold. */
  public String pieceOfKey() {
    return pem().substring(200, 240).replace("\n", "");
  }

  /** Coze's reply with a token that ends at a Unix time, or after seconds. */
  public static String grant(String token, long expiresIn) {
    return "{\"access_token\":\""
        + token
        + "\",\"expires_in\":"
        + expiresIn
        + ",\"token_type\":\"Bearer\"}";
  }

  /** The bearer of a request. */
  public static String bearer(RecordedRequest request) {
    String header = Objects.requireNonNull(request.header("authorization"));
    if (!header.startsWith("Bearer ")) {
      throw new AssertionError("no bearer");
    }
    return header.substring(7);
  }

  /** The header of a JWT. */
  public static JsonObject header(String jwt) {
    return part(jwt, 0);
  }

  /** The claims of a JWT that this app has signed; fails for any other. */
  public JsonObject claims(String jwt) {
    int end = jwt.lastIndexOf('.');
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update(jwt.substring(0, end).getBytes(US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(jwt.substring(end + 1)))) {
        throw new AssertionError("the signature is not this app's");
      }
    } catch (GeneralSecurityException broken) {
      throw new AssertionError("the signature is broken", broken);
    }
    return part(jwt, 1);
  }

  private static JsonObject part(String jwt, int index) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      throw new AssertionError("a JWT has three parts");
    }
    return (JsonObject)
        JsonValue.parse(new String(Base64.getUrlDecoder().decode(parts[index]), UTF_8));
  }
}
