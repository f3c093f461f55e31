package dev.runnel.model.coze;

import dev.runnel.model.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What Coze's error codes mean. */
final class CozeCodes {

  private CozeCodes() {}

  /** The meaning of a code, or null for one that is not known. */
  static @Nullable ErrorCode meaning(@Nullable String code) {
    if (code == null) {
      return null;
    }
    return switch (code) {
      // A bad request; a conversation that is busy with another chat.
      case "4000", "4016" -> ErrorCode.UPSTREAM_REJECTED;
      case "4100" -> ErrorCode.UPSTREAM_AUTH;
      case "4101" -> ErrorCode.UPSTREAM_FORBIDDEN;
      case "4200" -> ErrorCode.UPSTREAM_NOT_FOUND;
      case "4013" -> ErrorCode.UPSTREAM_RATE_LIMITED;
      case "5000" -> ErrorCode.UPSTREAM_UNAVAILABLE;
      default -> null;
    };
  }
}
