package dev.runnel.completion;

/**
 * Hears what a completion means for others, also when no client is left. Called by the thread that
 * made it happen; must not block.
 */
public interface CompletionListener {

  /** Nobody needs to know. */
  CompletionListener NONE = new CompletionListener() {};

  /** The provider keeps the conversation under this id, which no client may see. */
  default void onConversationOpened(String providerConversation) {}

  /** The log is about to have its last entry, which nobody can read yet. Called once. */
  default void onEnd(Completion completion) {}
}
