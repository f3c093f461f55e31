package dev.runnel.conversation;

import java.util.List;
import java.util.Optional;

/**
 * Keeps conversations, within bounds of its own: of one the oldest exchanges are forgotten first,
 * of all those that were used longest ago. What one call has done, every later one finds.
 *
 * <p>Thread-safe. {@link #answer} is called by the thread that reads from a provider, or stops an
 * answer, and must not wait: a store that writes to a disk or a network hands that on. The others
 * are called by threads of requests; no lock of a log is held.
 */
public interface ConversationStore {

  /** Keeps a new conversation, in which nothing was said yet. */
  void open(Summary conversation, String owner);

  /**
   * Adds a question, which is being answered from now on.
   *
   * @return false, and nothing is added, if there is no such conversation
   */
  boolean ask(String conversation, Exchange asked);

  /**
   * Adds the answer to a question. If it {@linkplain Answer#takesPlace() takes the place} of what
   * the question replaces, that exchange and those between it and this one are kept no more; all
   * before this one, if that exchange is forgotten already. Without effect if there is no such
   * question.
   */
  void answer(String conversation, String streamId, Answer answer);

  /** A conversation. */
  Optional<Transcript> find(String conversation);

  /** The conversations of an owner, the one last updated first. */
  List<Summary> ownedBy(String owner);

  /** Gives a conversation another title; empty if there is no such conversation. */
  Optional<Summary> rename(String conversation, String title);

  /**
   * Forgets a conversation with all that was said in it.
   *
   * @return false if there is no such conversation
   */
  boolean remove(String conversation);
}
