package dev.runnel.conversation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversations in memory, until the server stops. Past the bounds of one its oldest exchanges are
 * forgotten, never the newest; past those of all, the conversation that was used longest ago.
 * Nothing waits: one lock for all, which is held for moments.
 */
@Singleton
class ConversationsInMemory implements ConversationStore {

  /**
   * How much is kept.
   *
   * @param conversations the conversations at most
   * @param exchanges the exchanges of one conversation at most
   * @param conversationChars the characters of one conversation at most
   * @param chars the characters of all at most
   */
  record Bounds(int conversations, int exchanges, int conversationChars, int chars) {

    /** In all 32 MiB, where everything is Chinese, and half of that in Latin letters. */
    static final Bounds DEFAULT = new Bounds(2_000, 500, 2 * 1024 * 1024, 16 * 1024 * 1024);
  }

  /** What an exchange takes beside its texts, counted as so many characters. */
  static final int EXCHANGE_CHARS = 256;

  private static final class Known {
    private final String owner;
    private final List<Exchange> exchanges = new ArrayList<>();
    private Summary about;
    private int chars;

    private Known(Summary about, String owner) {
      this.about = about;
      this.owner = owner;
    }

    private int indexOf(@Nullable String streamId) {
      for (int i = exchanges.size() - 1; i >= 0; i--) {
        if (exchanges.get(i).streamId().equals(streamId)) {
          return i;
        }
      }
      return -1;
    }

    private void updated(Instant time) {
      about = new Summary(about.id(), about.title(), about.created(), time);
    }
  }

  private final Bounds bounds;
  private final Map<String, Known> usedLongestAgoFirst = new LinkedHashMap<>(64, 0.75f, true);
  private int chars;

  /** None yet. */
  @Inject
  ConversationsInMemory() {
    this(Bounds.DEFAULT);
  }

  ConversationsInMemory(Bounds bounds) {
    this.bounds = bounds;
  }

  @Override
  public synchronized void open(Summary conversation, String owner) {
    usedLongestAgoFirst.put(conversation.id(), new Known(conversation, owner));
    forgetConversations();
  }

  @Override
  public synchronized boolean ask(String conversation, Exchange asked) {
    Known known = usedLongestAgoFirst.get(conversation);
    if (known == null) {
      return false;
    }
    known.exchanges.add(asked);
    known.updated(asked.asked());
    count(known, chars(asked));
    forgetExchanges(known);
    forgetConversations();
    return true;
  }

  @Override
  public synchronized void answer(String conversation, String streamId, Answer answer) {
    Known known = usedLongestAgoFirst.get(conversation);
    int index = known == null ? -1 : known.indexOf(streamId);
    if (known == null || index < 0) {
      return;
    }
    Exchange asked = known.exchanges.get(index);
    Exchange answered = asked.with(answer);
    known.exchanges.set(index, answered);
    known.updated(answer.ended());
    count(known, chars(answered) - chars(asked));
    if (asked.replaces() != null && answer.takesPlace()) {
      int from = Math.max(0, known.indexOf(asked.replaces()));
      forget(known, from, index);
    }
    forgetExchanges(known);
    forgetConversations();
  }

  @Override
  public synchronized Optional<Transcript> find(String conversation) {
    return Optional.ofNullable(usedLongestAgoFirst.get(conversation))
        .map(known -> new Transcript(known.about, known.exchanges));
  }

  @Override
  public List<Summary> ownedBy(String owner) {
    List<Summary> owned = new ArrayList<>();
    synchronized (this) {
      for (Known known : usedLongestAgoFirst.values()) {
        if (known.owner.equals(owner)) {
          owned.add(known.about);
        }
      }
    }
    // Of those that were updated at the same time, the one used last goes first.
    Collections.reverse(owned);
    owned.sort(Comparator.comparing(Summary::updated).reversed());
    return owned;
  }

  @Override
  public synchronized Optional<Summary> rename(String conversation, String title) {
    Known known = usedLongestAgoFirst.get(conversation);
    if (known == null) {
      return Optional.empty();
    }
    Summary about = known.about;
    known.about = new Summary(about.id(), title, about.created(), about.updated());
    return Optional.of(known.about);
  }

  @Override
  public synchronized boolean remove(String conversation) {
    Known known = usedLongestAgoFirst.remove(conversation);
    if (known == null) {
      return false;
    }
    chars -= known.chars;
    return true;
  }

  /** The characters of all that is kept. */
  synchronized int chars() {
    return chars;
  }

  private static int chars(Exchange exchange) {
    return EXCHANGE_CHARS + exchange.question().length() + exchange.said().length();
  }

  private void count(Known known, int more) {
    known.chars += more;
    chars += more;
  }

  private void forgetExchanges(Known known) {
    while (known.exchanges.size() > bounds.exchanges()
        || (known.chars > bounds.conversationChars() && known.exchanges.size() > 1)) {
      forget(known, 0, 1);
    }
  }

  /** Forgets exchanges of one conversation: from the first of these up to the second. */
  private void forget(Known known, int from, int to) {
    List<Exchange> gone = known.exchanges.subList(from, to);
    for (Exchange exchange : gone) {
      count(known, -chars(exchange));
    }
    gone.clear();
  }

  private void forgetConversations() {
    Iterator<Known> longestAgo = usedLongestAgoFirst.values().iterator();
    while (usedLongestAgoFirst.size() > bounds.conversations()
        || (chars > bounds.chars() && usedLongestAgoFirst.size() > 1)) {
      chars -= longestAgo.next().chars;
      longestAgo.remove();
    }
  }
}
