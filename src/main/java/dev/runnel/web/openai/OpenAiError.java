package dev.runnel.web.openai;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure in OpenAI's words.
 *
 * @param status the HTTP status that a reply has whose answer failed as a whole
 * @param message for people
 * @param type the kind
 * @param code why, or null where the status says it
 * @param retryable whether the client should send the request again
 * @param retryAfter how long it should wait before, or null
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI, error codes</a>
 */
record OpenAiError(
    int status,
    String message,
    String type,
    @Nullable String code,
    boolean retryable,
    @Nullable Duration retryAfter) {

  private static final String SERVER_ERROR = "server_error";

  /** A request that was refused before a model was asked. */
  static OpenAiError refused(int status, String message, @Nullable String code) {
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 429 -> "rate_limit_error";
          default -> status < 500 ? "invalid_request_error" : SERVER_ERROR;
        };
    String known = status == 429 && code == null ? "rate_limit_exceeded" : code;
    return new OpenAiError(status, message, type, known, true, null);
  }

  /** An answer that did not come to its end. */
  static OpenAiError of(LogEntry.Ended ended) {
    if (ended instanceof LogEntry.Failed failed) {
      int status = status(failed.code());
      return new OpenAiError(
          status,
          failed.message() + (failed.logId() == null ? "" : " (log id " + failed.logId() + ")"),
          status == 429 ? "rate_limit_error" : SERVER_ERROR,
          failed.code().code(),
          failed.retryable(),
          failed.retryAfter());
    }
    return new OpenAiError(503, "The answer was stopped.", SERVER_ERROR, "cancelled", false, null);
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case UPSTREAM_RATE_LIMITED -> 429;
      case UPSTREAM_TIMEOUT -> 504;
      case OVERLOADED, PRODUCER_LOST -> 503;
      default -> 502;
    };
  }

  /** As it stands in a body, or in a stream. */
  String toJson() {
    return new JsonObjectBuilder()
        .put(
            "error",
            new JsonObjectBuilder()
                .put("message", message)
                .put("type", type)
                .put("param", (String) null)
                .put("code", code)
                .build())
        .build()
        .toJson();
  }
}
