package dev.runnel.completion;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names users for pages and logs: the same one for the same user, and of no meaning to anyone, not
 * even to one who tries all addresses. The key is made anew by every server start and kept nowhere.
 * Thread-safe.
 */
final class UserNames {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int NAME_CHARS = 12;

  private final SecretKeySpec key;

  /** With a new key. */
  UserNames() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
  }

  /** The name of a user; null for one who is not limited and thus not known. */
  @Nullable String of(@Nullable String user) {
    if (user == null) {
      return null;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(user.getBytes(UTF_8))).substring(0, NAME_CHARS);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, absent);
    }
  }
}
