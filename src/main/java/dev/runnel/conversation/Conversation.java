package dev.runnel.conversation;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.log.StreamLog;
import dev.runnel.model.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation. It remembers exchanges, a question with its answer; the oldest are forgotten
 * first when it grows past its bounds, and of a very long answer the middle.
 *
 * <p>An answer that ends is only noted then, and read from its log afterwards: by the thread that
 * ended it, or by one with the next question, whichever is first. So no question that comes after
 * an end misses the answer, and no client waits for the end because an answer is read. Thread-safe.
 */
public final class Conversation {

  /** The exchanges that are remembered at most. */
  static final int MAX_EXCHANGES = 50;

  /**
   * The characters that are remembered at most, the newest question excepted. In Chinese a
   * character is up to one token, and a model with room for 32,000 tokens must not be asked for
   * more.
   */
  static final int MAX_CHARS = 24_000;

  private record Exchange(Message question, Message answer) {
    int chars() {
      return question.content().length() + answer.content().length();
    }
  }

  /** An answer that has ended, or is just ending. */
  private record Unread(Message question, String model, StreamLog log) {}

  private final String id;

  /** Held by who reads answers. Taken before the lock of this, and before that of an ended log. */
  private final Object reading = new Object();

  /** In the order of their ends. */
  private final Deque<Unread> unread = new ArrayDeque<>();

  private final Deque<Exchange> exchanges = new ArrayDeque<>();
  private final Map<String, String> providerConversations = new HashMap<>();
  private final Consumer<Conversation> onGrowth;
  private int chars;

  /**
   * A conversation in which nothing was said yet.
   *
   * @param onGrowth hears each time that something was, while no lock of this one is held
   */
  Conversation(String id, Consumer<Conversation> onGrowth) {
    this.id = id;
    this.onGrowth = onGrowth;
  }

  /** The conversation's id: 128 random bits, 22 characters of base64url. Never the provider's. */
  public String id() {
    return id;
  }

  /** The messages before a question, and the question. */
  public List<Message> with(Message question) {
    readAnswers();
    return remembered(question);
  }

  private synchronized List<Message> remembered(Message question) {
    List<Message> messages = new ArrayList<>(2 * exchanges.size() + 1);
    for (Exchange exchange : exchanges) {
      messages.add(exchange.question);
      messages.add(exchange.answer);
    }
    messages.add(question);
    return messages;
  }

  /** The id under which a model's provider keeps this conversation, or null. */
  public @Nullable String providerConversation(String model) {
    readAnswers();
    synchronized (this) {
      return providerConversations.get(model);
    }
  }

  /**
   * Remembers what a completion brings: the question with its answer when it ends, also when it was
   * stopped half way, and the provider's conversation as soon as it is open. An answer without a
   * word is not remembered, so that asking again does not show the model its own silence.
   */
  public CompletionListener remember(Message question, String model) {
    return new CompletionListener() {
      @Override
      public void onConversationOpened(String providerConversation) {
        synchronized (Conversation.this) {
          providerConversations.put(model, providerConversation);
        }
      }

      @Override
      public void onEnding(Completion completion) {
        synchronized (Conversation.this) {
          unread.add(new Unread(question, model, completion.log()));
        }
      }

      @Override
      public void onEnd(Completion completion) {
        readAnswers();
      }
    };
  }

  /** Returns when all that has ended is read, by this thread or another one. */
  private void readAnswers() {
    boolean grown = false;
    synchronized (reading) {
      for (Unread next = nextUnread(); next != null; next = nextUnread()) {
        String answer = RememberedAnswer.of(next.log);
        if (!answer.isEmpty()) {
          add(new Exchange(next.question, Message.assistant(answer)), next.model);
          grown = true;
        }
      }
    }
    if (grown) {
      onGrowth.accept(this);
    }
  }

  private synchronized @Nullable Unread nextUnread() {
    return unread.poll();
  }

  /** The characters that are remembered. */
  synchronized int chars() {
    return chars;
  }

  private synchronized void add(Exchange exchange, String model) {
    // What another model's provider keeps lacks this exchange: it must be sent the whole again.
    providerConversations.keySet().retainAll(Set.of(model));
    exchanges.add(exchange);
    chars += exchange.chars();
    while (exchanges.size() > MAX_EXCHANGES || (chars > MAX_CHARS && exchanges.size() > 1)) {
      chars -= exchanges.remove().chars();
    }
  }
}
