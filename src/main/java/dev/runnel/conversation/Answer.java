package dev.runnel.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question.
 *
 * @param text what the model said, also before it failed or was stopped; perhaps nothing, and of a
 *     very long answer the beginning and the end
 * @param ending how it ended
 * @param ended when
 * @param providerConversation the id under which the model's provider keeps the conversation, this
 *     exchange included, or null; no client may see it
 */
public record Answer(
    String text, Ending ending, Instant ended, @Nullable String providerConversation) {

  /** How an answer ended. */
  public enum Ending {
    /** The model came to its end. */
    COMPLETE,
    /** Somebody stopped it, or nobody was left to read it. */
    CANCELLED,
    /** It failed. */
    FAILED
  }

  /**
   * Whether it takes the place of what its question replaces: a try that failed, or brought no
   * word, loses nothing.
   */
  public boolean takesPlace() {
    return ending != Ending.FAILED && !text.isEmpty();
  }
}
