package dev.runnel.completion;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids that cannot be guessed: 128 random bits as 22 characters of base64url. Thread-safe. */
public final class StreamIds {

  private static final SecureRandom RANDOM = new SecureRandom();

  private StreamIds() {}

  /** A new id. */
  public static String next() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
