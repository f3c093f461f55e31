package dev.runnel.conversation;

import dev.runnel.completion.StreamIds;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The conversations of this server, in memory. Past {@value #MAX_CONVERSATIONS}, or past {@value
 * #MAX_CHARS} characters in all of them, the one that was used longest ago is forgotten.
 * Thread-safe.
 */
@Singleton
public class Conversations {

  /** The conversations that are remembered at most. */
  static final int MAX_CONVERSATIONS = 2_000;

  /** The characters that all together remember at most: 32 MiB, where all are Chinese. */
  static final int MAX_CHARS = 16 * 1024 * 1024;

  private static final class Known {
    private final Conversation conversation;

    /** The characters of it that are counted. */
    private int chars;

    private Known(Conversation conversation) {
      this.conversation = conversation;
    }
  }

  private final int maxConversations;
  private final int maxChars;
  private final Map<String, Known> usedLongestAgoFirst = new LinkedHashMap<>(64, 0.75f, true);
  private int chars;

  /** No conversations yet. */
  @Inject
  public Conversations() {
    this(MAX_CONVERSATIONS, MAX_CHARS);
  }

  Conversations(int maxConversations, int maxChars) {
    this.maxConversations = maxConversations;
    this.maxChars = maxChars;
  }

  /** A new conversation. */
  public synchronized Conversation open() {
    Conversation conversation = new Conversation(StreamIds.next(), this::count);
    usedLongestAgoFirst.put(conversation.id(), new Known(conversation));
    forget();
    return conversation;
  }

  /** The conversation of an id, if it is known. */
  public synchronized Optional<Conversation> find(String id) {
    return Optional.ofNullable(usedLongestAgoFirst.get(id)).map(known -> known.conversation);
  }

  /** Something was said in one, which is then the one used last. */
  private synchronized void count(Conversation conversation) {
    Known known = usedLongestAgoFirst.get(conversation.id());
    if (known != null) {
      int now = conversation.chars();
      chars += now - known.chars;
      known.chars = now;
      forget();
    }
  }

  private void forget() {
    Iterator<Known> longestAgo = usedLongestAgoFirst.values().iterator();
    while (usedLongestAgoFirst.size() > maxConversations
        || (chars > maxChars && usedLongestAgoFirst.size() > 1)) {
      chars -= longestAgo.next().chars;
      longestAgo.remove();
    }
  }
}
