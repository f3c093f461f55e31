package dev.runnel.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An RSA key that signs. Its {@link #toString} is {@code ***}, so that it cannot reach a log by
 * accident. Immutable.
 */
public final class SigningKey {

  /** What RS256 asks for at least: RFC 7518, 3.3. */
  static final int MIN_BITS = 2_048;

  /** Longer ones take seconds to sign, and are nobody's. */
  static final int MAX_BITS = 16_384;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final PrivateKey key;

  private SigningKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * Reads PKCS#8 in PEM. Line ends may be written as {@code \n}, as files of environment variables
   * have them, or be missing; what stands around the PEM is ignored.
   *
   * @throws IllegalArgumentException whose message says what is wrong, and holds nothing of the
   *     text
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-10">RFC 7468, 10</a>
   */
  public static SigningKey parse(String text) {
    Matcher pem = PEM.matcher(text.replace("\\r", "\r").replace("\\n", "\n"));
    if (!pem.find()) {
      throw new IllegalArgumentException("it is not PEM");
    }
    switch (pem.group(1)) {
      case "PRIVATE KEY" -> {}
      case "RSA PRIVATE KEY" ->
          throw new IllegalArgumentException(
              "it is PKCS#1, which openssl pkcs8 -topk8 -nocrypt turns into PKCS#8");
      case "ENCRYPTED PRIVATE KEY" ->
          throw new IllegalArgumentException(
              "it is encrypted, which openssl pkcs8 -topk8 -nocrypt undoes");
      // Not its label: a text of unknown kind is not repeated.
      default -> throw new IllegalArgumentException("it is PEM of something else");
    }
    RSAPrivateKey rsa = decode(pem.group(2).replaceAll("\\s", ""));
    int bits = rsa.getModulus().bitLength();
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException("it has " + bits + " bits");
    }
    return new SigningKey(rsa);
  }

  private static RSAPrivateKey decode(String base64) {
    byte[] der;
    try {
      der = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      // Not the cause, here and below: it may quote the text.
      throw new IllegalArgumentException("its base64 is broken or cut");
    }
    try {
      if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der))
          instanceof RSAPrivateKey rsa) {
        return rsa;
      }
      throw new IllegalArgumentException("it is no RSA key");
    } catch (GeneralSecurityException broken) {
      throw new IllegalArgumentException("it is no RSA key, or its bytes are broken");
    }
  }

  /** The key itself: for signatures. */
  public PrivateKey reveal() {
    return key;
  }

  @Override
  public String toString() {
    return "***";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey signing && signing.key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
