package dev.runnel.admin;

import dev.runnel.completion.Progress;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A completion that failed, as an administrator needs to know it.
 *
 * @param at when it failed
 * @param model the id of the model that was asked
 * @param code why
 * @param message the same words that its clients were told, cut to {@value #MAX_MESSAGE} characters
 * @param providerCode the provider's own code, or null
 * @param logId the id that the provider's support asks for, or null
 * @param streamId the id of its stream
 */
public record ErrorReport(
    Instant at,
    String model,
    ErrorCode code,
    String message,
    @Nullable String providerCode,
    @Nullable String logId,
    String streamId) {

  /** The longest message that is kept, in characters: a little more than a provider's own words. */
  public static final int MAX_MESSAGE = 400;

  static ErrorReport of(Progress progress, LogEntry.Failed failed, Instant at) {
    return new ErrorReport(
        at,
        progress.model(),
        failed.code(),
        cut(failed.message()),
        failed.providerCode(),
        progress.logId(),
        progress.streamId());
  }

  /** Whether it is the provider's: this server's own, and a text that is no JSON, are not. */
  boolean byProvider() {
    return switch (code) {
      case OUTPUT_INVALID, PRODUCER_LOST, OVERLOADED, BUDGET_EXCEEDED -> false;
      default -> true;
    };
  }

  private static String cut(String message) {
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int end = MAX_MESSAGE - 1;
    return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}
