package dev.runnel.web;

import dev.runnel.completion.IdempotencyKey;
import dev.runnel.completion.Requester;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Idempotency-Key} of a request. */
final class IdempotencyHeader {

  /** The longest key, in characters. */
  static final int MAX_CHARS = 255;

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1," + MAX_CHARS + "}");

  private IdempotencyHeader() {}

  /**
   * The key that a request brings, or null if it brings none.
   *
   * @throws ProblemException 400 if it is none
   */
  static @Nullable IdempotencyKey of(
      HttpServletRequest request, Requester requester, RequestBody body) {
    String key = request.getHeader("Idempotency-Key");
    if (key == null) {
      return null;
    }
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.badRequest(
          "'Idempotency-Key' must have 1 to " + MAX_CHARS + " visible ASCII characters.");
    }
    return new IdempotencyKey(requester, request.getRequestURI(), key, body.fingerprint());
  }
}
