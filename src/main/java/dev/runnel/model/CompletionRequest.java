package dev.runnel.model;

import java.util.ArrayList;
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
  public sealed interface OutputFormat {

    /** Any text. */
    OutputFormat TEXT = new Text();

    /** One JSON document, of any kind. */
    OutputFormat JSON = new Json();

    /** Any text. */
    record Text() implements OutputFormat {}

    /** One JSON document. The messages ask for it: a provider needs no field for that. */
    record Json() implements OutputFormat {}

    /**
     * One JSON document that is valid by a schema. The messages ask for a document, not for its
     * schema: a client passes the schema on in the provider's own way, or else by {@link
     * #messagesWithSchema}.
     *
     * @param schema the JSON Schema, as compact JSON
     */
    record JsonSchema(String schema) implements OutputFormat {}
  }

  public CompletionRequest {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a completion needs at least one message");
    }
  }

  /**
   * The messages with the schema in words, if one is asked for: behind the instructions that stand
   * first. For providers without a field for it.
   */
  public List<Message> messagesWithSchema() {
    if (!(output instanceof OutputFormat.JsonSchema format)) {
      return messages;
    }
    int instructions = 0;
    while (messages.get(instructions).role() == Message.Role.SYSTEM) {
      instructions++;
    }
    List<Message> all = new ArrayList<>(messages);
    all.add(
        instructions,
        Message.system(
            "The document must be valid by this JSON Schema; do not repeat the schema itself:\n"
                + format.schema()));
    return all;
  }

  /** The last message: what is asked now. */
  public Message question() {
    return messages.get(messages.size() - 1);
  }
}
