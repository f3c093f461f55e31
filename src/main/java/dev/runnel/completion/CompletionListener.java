package dev.runnel.completion;

/**
 * Hears what a completion means for others, also when no client is left. Called by the thread that
 * made it happen; must not block, but where a method says so.
 */
public interface CompletionListener {

  /** Nobody needs to know. */
  CompletionListener NONE = new CompletionListener() {};

  /**
   * The log has its first entry, and no model was asked yet. Called once, with no lock held, by the
   * thread of the request, which may wait here. To end the completion is to ask no model.
   */
  default void onStarted(Completion completion) {}

  /** The provider keeps the conversation under this id, which no client may see. */
  default void onConversationOpened(String providerConversation) {}

  /**
   * The log is about to have its last entry, which nobody can read yet: who has read it finds what
   * this did. It may come before {@link #onStarted} has returned, or even was called, where a
   * server stops. Called once, while the log's lock is held, which all its clients wait for: it
   * takes note, and does not read the log.
   */
  default void onEnding(Completion completion) {}

  /**
   * The log has its last entry, and no lock is held. Called once, after {@link #onEnding} and by
   * the same thread. Clients may have read the end already, and acted upon it; the log is not
   * dropped before this has returned.
   */
  default void onEnd(Completion completion) {}
}
