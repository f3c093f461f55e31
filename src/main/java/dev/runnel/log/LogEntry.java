package dev.runnel.log;

import dev.runnel.increment.Increment;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of a {@link StreamLog}. */
public sealed interface LogEntry {

  /**
   * Entry 1: the completion has begun, the provider was not called yet.
   *
   * @param streamId the log's id
   * @param conversationId the conversation it belongs to, or null
   * @param model the id of the model that is asked
   * @param dialect the name of the form in which every client is told of this log
   */
  record Started(String streamId, @Nullable String conversationId, String model, String dialect)
      implements LogEntry {}

  /**
   * More of the answer.
   *
   * @param text not empty; never ends inside a surrogate pair
   */
  record Text(String text) implements LogEntry {}

  /**
   * More of the model's reasoning.
   *
   * @param text not empty; never ends inside a surrogate pair
   */
  record Reasoning(String text) implements LogEntry {}

  /**
   * A question the person may ask next.
   *
   * @param question the whole question
   */
  record FollowUp(String question) implements LogEntry {}

  /**
   * A structured answer grew.
   *
   * @param increment what is new in the document
   */
  record Growth(Increment increment) implements LogEntry {}

  /**
   * A value of a structured answer fails the schema; told when the value is whole.
   *
   * @param path the JSON Pointer of the value
   * @param message what the schema asks for, for people
   */
  record Violation(String path, String message) implements LogEntry {}

  /** The last entry. */
  sealed interface Ended extends LogEntry {}

  /**
   * What became of the schema that was asked for.
   *
   * @param violations what fails it, those that were told before first; empty when the document is
   *     valid
   */
  record Validity(List<Violation> violations) {

    public Validity {
      violations = List.copyOf(violations);
    }

    /** Whether the document is valid by the schema. */
    public boolean valid() {
      return violations.isEmpty();
    }
  }

  /**
   * The answer is whole.
   *
   * @param finishReason why the model stopped
   * @param usage the tokens, or null
   * @param messageId the provider's id of the answer, or null
   * @param model the model that answered, in the provider's words, else the id that was asked
   * @param validity whether it is valid by its schema, or null where none was asked for
   */
  record Complete(
      String finishReason,
      @Nullable Usage usage,
      @Nullable String messageId,
      String model,
      @Nullable Validity validity)
      implements Ended {

    /** An answer for which no schema was asked. */
    public Complete(
        String finishReason, @Nullable Usage usage, @Nullable String messageId, String model) {
      this(finishReason, usage, messageId, model, null);
    }
  }

  /**
   * The completion failed; what was said before stays said.
   *
   * @param code why
   * @param message for people
   * @param retryable whether the same request can succeed later
   * @param retryAfter how long to wait, or null
   * @param providerCode the provider's own code, or null
   * @param logId the id that the provider's support asks for, or null
   * @param phase where the time ran out, or null
   */
  record Failed(
      ErrorCode code,
      String message,
      boolean retryable,
      @Nullable Duration retryAfter,
      @Nullable String providerCode,
      @Nullable String logId,
      ModelException.@Nullable Phase phase)
      implements Ended {

    /** A failure of our own making. */
    public static Failed of(ErrorCode code, String message) {
      return new Failed(code, message, code.retryable(), null, null, null, null);
    }

    /** A provider's failure. */
    public static Failed of(ModelException e) {
      return new Failed(
          e.code(),
          e.getMessage(),
          e.code().retryable(),
          e.retryAfter(),
          e.providerCode(),
          e.logId(),
          e.phase());
    }
  }

  /**
   * Somebody stopped it, or nobody was left to read it.
   *
   * @param usage the tokens known so far, or null
   */
  record Cancelled(@Nullable Usage usage) implements Ended {}
}
