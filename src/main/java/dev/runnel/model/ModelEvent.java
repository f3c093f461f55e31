package dev.runnel.model;

import org.jspecify.annotations.Nullable;

/** One thing a model says. {@link Finished} is the last event of a completion that succeeded. */
public sealed interface ModelEvent {

  /**
   * More of the answer.
   *
   * @param text the new text, not empty; it may end inside a surrogate pair
   */
  record Text(String text) implements ModelEvent {}

  /**
   * More of what the model thinks before it answers.
   *
   * @param text the new text, not empty; it may end inside a surrogate pair
   */
  record Reasoning(String text) implements ModelEvent {}

  /**
   * A question that the person may want to ask next.
   *
   * @param question the whole question
   */
  record FollowUp(String question) implements ModelEvent {}

  /**
   * The provider keeps this conversation on its side. Not for clients: the id never leaves the
   * server.
   *
   * @param providerConversation the id to send with the next completion of this conversation
   */
  record ConversationOpened(String providerConversation) implements ModelEvent {}

  /**
   * The tokens so far, where the provider counts before the end. Not for clients: it is what is
   * known of the cost when the answer is stopped.
   *
   * @param usage all tokens of this completion up to now; it takes the place of an earlier one
   */
  record UsageReported(Usage usage) implements ModelEvent {}

  /**
   * The provider failed before it said anything, and is asked again. Not for clients.
   *
   * @param retries how often it has been asked again now, from 1
   */
  record Retried(int retries) implements ModelEvent {}

  /**
   * The provider has begun to reply, and names its reply. Not for clients: a failure brings it to
   * them. After a retry it takes the place of an earlier one.
   *
   * @param logId the id that the provider's support asks for
   */
  record Answered(String logId) implements ModelEvent {}

  /**
   * The answer is whole.
   *
   * @param finishReason why the model stopped: {@code stop}, {@code length}, {@code
   *     content_filter}, {@code tool_calls}, or the provider's own word
   * @param usage the tokens, or null where the provider does not tell
   * @param messageId the provider's id of the answer, or null
   * @param model the model that answered, in the provider's words, or null
   */
  record Finished(
      String finishReason,
      @Nullable Usage usage,
      @Nullable String messageId,
      @Nullable String model)
      implements ModelEvent {}
}
