package dev.runnel.conversation;

import dev.runnel.completion.Completion;
import dev.runnel.completion.StreamIds;
import dev.runnel.config.Threads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of this server: what was said, which a store keeps, and the answers that are
 * being written. Thread-safe.
 */
@Singleton
public class Conversations {

  private final ConversationStore store;
  private final InstantSource clock;

  /** By conversation; only of those in which something is being answered. */
  private final Map<String, OpenAnswers> open = new ConcurrentHashMap<>();

  /** Kept by a store. */
  @Inject
  public Conversations(ConversationStore store, Threads threads) {
    this(store, threads.clock());
  }

  Conversations(ConversationStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The first question of a new conversation, which is there as soon as it is being answered. */
  public Turn begin(String owner, String question, String model) {
    return new Turn(this, StreamIds.next(), owner, List.of(), question, model, null);
  }

  /**
   * The next question of a conversation; empty if there is no such conversation.
   *
   * @param replaces the stream whose exchange is left out with all after it, and goes when this
   *     question is answered; or null
   * @throws IrreplaceableException if there is no such exchange, or one of those is being written
   */
  public Optional<Turn> goOn(String id, String question, String model, @Nullable String replaces) {
    return look(id)
        .map(
            seen ->
                replaces == null
                    ? new Turn(this, id, null, seen.transcript.exchanges(), question, model, null)
                    : replacing(seen, replaces, question, model));
  }

  private Turn replacing(Seen seen, String replaces, String question, String model) {
    Transcript transcript = seen.transcript;
    List<Exchange> exchanges = transcript.exchanges();
    int from = transcript.indexOf(replaces);
    if (from < 0) {
      throw IrreplaceableException.unknown();
    }
    String earlier = exchanges.get(from).replaces();
    if (earlier != null) {
      // To try again what failed is to replace what that was to replace.
      from = Math.max(0, transcript.indexOf(earlier));
    }
    for (Exchange exchange : exchanges.subList(from, exchanges.size())) {
      if (exchange.answer() == null && seen.unfinished.contains(exchange.streamId())) {
        throw IrreplaceableException.live(exchange.streamId());
      }
    }
    return new Turn(
        this,
        transcript.about().id(),
        null,
        exchanges.subList(0, from),
        question,
        model,
        exchanges.get(from).streamId());
  }

  /** The conversations of an owner, the one last updated first. */
  public List<Summary> ownedBy(String owner) {
    return store.ownedBy(owner);
  }

  /** What a person is shown of a conversation; empty if there is no such conversation. */
  public Optional<ReaderView> read(String id) {
    return look(id).map(seen -> ReaderView.of(seen.transcript, seen.unfinished));
  }

  /**
   * A conversation, and the streams that are being written.
   *
   * @param unfinished those that were while it was looked at, and perhaps others of earlier or
   *     later
   */
  private record Seen(Transcript transcript, Set<String> unfinished) {}

  private Optional<Seen> look(String id) {
    // Before and after: one that begins meanwhile counts, and of one that ends meanwhile, after its
    // answer was looked for, the stream tells the rest.
    Set<String> unfinished = new HashSet<>(unfinished(id));
    readAnswers(id);
    Optional<Transcript> transcript = store.find(id);
    unfinished.addAll(unfinished(id));
    return transcript.map(found -> new Seen(found, unfinished));
  }

  /** Gives a conversation another title; empty if there is no such conversation. */
  public Optional<Summary> rename(String id, String title) {
    return store.rename(id, title);
  }

  /**
   * Forgets a conversation, and stops what is being answered in it.
   *
   * @return false if there is no such conversation
   */
  public boolean delete(String id) {
    boolean removed = store.remove(id);
    OpenAnswers answers = open.get(id);
    if (removed && answers != null) {
      // Afterwards: a question that comes meanwhile finds no conversation, or is stopped here.
      answers.completions().forEach(Completion::stop);
    }
    return removed;
  }

  /** The conversations in which something is being answered. */
  int open() {
    return open.size();
  }

  Instant now() {
    return clock.instant();
  }

  /** Puts a question into its conversation; false if that is not there any more. */
  boolean ask(String id, @Nullable String opener, Exchange exchange, Completion completion) {
    open.compute(
        id,
        (unused, known) -> {
          OpenAnswers answers = known == null ? new OpenAnswers() : known;
          answers.begin(completion);
          return answers;
        });
    boolean asked = false;
    try {
      if (opener != null) {
        Instant now = exchange.asked();
        store.open(new Summary(id, Titles.of(exchange.question()), now, now), opener);
      }
      asked = store.ask(id, exchange);
    } finally {
      if (!asked) {
        close(id, exchange.streamId());
      }
    }
    return asked;
  }

  /** An answer is about to end; its log's lock is held. */
  void onEnding(String id, Turn turn) {
    OpenAnswers answers = open.get(id);
    if (answers != null) {
      answers.end(turn);
    }
  }

  /** Returns when the store has all answers that have ended. */
  void readAnswers(String id) {
    OpenAnswers answers = open.get(id);
    if (answers != null) {
      answers.readEnded(
          turn -> {
            try {
              store.answer(id, turn.streamId(), turn.answer());
            } finally {
              close(id, turn.streamId());
            }
          });
    }
  }

  private void close(String id, String streamId) {
    open.computeIfPresent(
        id,
        (unused, answers) -> {
          answers.close(streamId);
          return answers.isEmpty() ? null : answers;
        });
  }

  private Set<String> unfinished(String id) {
    OpenAnswers answers = open.get(id);
    return answers == null ? Set.of() : answers.streams();
  }
}
