package dev.runnel.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question and what came of it.
 *
 * @param streamId the stream that answers it: its name in the conversation
 * @param question what was asked
 * @param model the id of the model that was asked
 * @param asked when
 * @param replaces the stream of the exchange that this one is to replace, with all that follow it;
 *     null when there is none, or it has
 * @param answer what came of it, or null while it is being written
 */
public record Exchange(
    String streamId,
    String question,
    String model,
    Instant asked,
    @Nullable String replaces,
    @Nullable Answer answer) {

  /** The same with what came of it. */
  Exchange with(Answer ended) {
    return new Exchange(
        streamId, question, model, asked, ended.takesPlace() ? null : replaces, ended);
  }

  /** What the model said; empty while it is being written. */
  public String said() {
    return answer == null ? "" : answer.text();
  }
}
