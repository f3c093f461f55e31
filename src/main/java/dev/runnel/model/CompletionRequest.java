package dev.runnel.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a model.
 *
 * @param model the id of a configured model, as {@code /api/models} lists it
 * @param messages the conversation so far, earliest first, ending with a user's message; never
 *     empty. A client that has the conversation on its side ({@code providerConversation}) sends
 *     only the last one
 * @param temperature the sampling temperature, or null for the provider's default
 * @param output the form the text must have
 * @param providerConversation the provider's own id of this conversation, as an earlier completion
 *     told it by {@link ModelEvent.ConversationOpened}; null in a conversation's first completion
 *     and for providers without conversations
 * @param owner who asks: an opaque name that never leaves the server as it is
 */
public record CompletionRequest(
    String model,
    List<Message> messages,
    @Nullable Double temperature,
    OutputFormat output,
    @Nullable String providerConversation,
    String owner) {

  /** The form the model's text must have. */
  public enum OutputFormat {
    /** Any text. */
    TEXT,
    /** One JSON document. */
    JSON
  }

  public CompletionRequest {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a completion needs at least one message");
    }
  }

  /** The last message: what is asked now. */
  public Message question() {
    return messages.get(messages.size() - 1);
  }
}
