package dev.runnel.conversation;

import dev.runnel.completion.StreamIds;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The conversations of this server, in memory. Past {@value #MAX_CONVERSATIONS} the one that was
 * used longest ago is forgotten. Thread-safe.
 */
@Singleton
public class Conversations {

  /** The conversations that are remembered at most. */
  static final int MAX_CONVERSATIONS = 2_000;

  private final Map<String, Conversation> conversations;

  /** No conversations yet. */
  @Inject
  public Conversations() {
    this(MAX_CONVERSATIONS);
  }

  Conversations(int maxConversations) {
    conversations =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Conversation> eldest) {
            return size() > maxConversations;
          }
        };
  }

  /** A new conversation. */
  public synchronized Conversation open() {
    Conversation conversation = new Conversation(StreamIds.next());
    conversations.put(conversation.id(), conversation);
    return conversation;
  }

  /** The conversation of an id, if it is known. */
  public synchronized Optional<Conversation> find(String id) {
    return Optional.ofNullable(conversations.get(id));
  }
}
