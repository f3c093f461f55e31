package dev.runnel.web.uimessage;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which answer is being written for a chat, by its owner and the client's own id of it. It
 * knows live answers alone, so there are never more than {@code RUNNEL_MAX_STREAMS}. Thread-safe.
 */
@Singleton
class LiveChats {

  private record Chat(String owner, String id) {}

  private final Map<Chat, Completion> live = new ConcurrentHashMap<>();

  /**
   * An answer is being written for a chat. One that was being written before is stopped: the client
   * has turned to another question, and no page would show it any more.
   */
  void put(String owner, String chatId, Completion completion) {
    Chat chat = new Chat(owner, chatId);
    Completion before = live.put(chat, completion);
    if (before != null && before != completion) {
      before.stop();
    }
    if (completion.log().ended() != null) {
      // It ended before it was known here, and nobody else takes it out.
      live.remove(chat, completion);
    }
  }

  /** The answer that is being written for a chat. */
  Optional<Completion> find(String owner, String chatId) {
    return Optional.ofNullable(live.get(new Chat(owner, chatId)));
  }

  /** Takes an answer out when it has ended. */
  CompletionListener untilTheEnd(String owner, String chatId) {
    Chat chat = new Chat(owner, chatId);
    return new CompletionListener() {
      @Override
      public void onEnd(Completion completion) {
        live.remove(chat, completion);
      }
    };
  }

  int size() {
    return live.size();
  }
}
