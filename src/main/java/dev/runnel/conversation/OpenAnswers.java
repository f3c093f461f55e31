package dev.runnel.conversation;

import dev.runnel.completion.Completion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one conversation that the store does not have yet: they are being written, or have
 * ended and were not read from their logs. Thread-safe.
 */
final class OpenAnswers {

  /** Held by who reads answers. Taken before the lock of this, and before that of an ended log. */
  private final Object reading = new Object();

  private final Map<String, Completion> open = new LinkedHashMap<>();

  /** In the order of their ends. */
  private final Deque<Turn> ended = new ArrayDeque<>();

  /** One begins. */
  synchronized void begin(Completion completion) {
    open.put(completion.log().id(), completion);
  }

  /** One has ended, or is just ending. */
  synchronized void end(Turn turn) {
    ended.add(turn);
  }

  /** One is over: the store has it, or has no place for it. */
  synchronized void close(String streamId) {
    open.remove(streamId);
  }

  /** Hands those that have ended on; returns when all are, by this thread or another one. */
  void readEnded(Consumer<Turn> reader) {
    synchronized (reading) {
      for (Turn turn = nextEnded(); turn != null; turn = nextEnded()) {
        reader.accept(turn);
      }
    }
  }

  private synchronized @Nullable Turn nextEnded() {
    return ended.poll();
  }

  synchronized boolean isEmpty() {
    return open.isEmpty() && ended.isEmpty();
  }

  /** The streams of all. */
  synchronized Set<String> streams() {
    return Set.copyOf(open.keySet());
  }

  /** All. */
  synchronized List<Completion> completions() {
    return List.copyOf(open.values());
  }
}
