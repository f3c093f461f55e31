package dev.runnel.completion;

/**
 * Hears of every completion: for figures, pages and logs about them. Each implementation is found
 * by CDI ({@code Instance<CompletionObserver>}); one instance hears of all completions.
 *
 * <p>Called by any thread, perhaps while a log's lock is held: it must not block, and of
 * completions it asks only {@link Completion#progress}. Of one completion {@link #onStarted} comes
 * first and {@link #onEnded} once; when somebody ends it at the same moment, {@link #onFirstToken}
 * and {@link #onResumed} may come after that. What an observer throws is logged and disturbs
 * nobody.
 */
public interface CompletionObserver {

  /** Its log has begun; its model is asked next. */
  default void onStarted(Completion completion) {}

  /** Its model has begun to write text or reasoning. Called once, before a client can read it. */
  default void onFirstToken(Completion completion) {}

  /**
   * It has ended, and its {@link Progress#ended} says how. Called before a client can read the end:
   * who has read it finds it in all figures.
   */
  default void onEnded(Completion completion) {}

  /** A client came that is not its first one, or that brought a position; also after its end. */
  default void onResumed(Completion completion) {}

  /** None was started, and no model was asked. */
  default void onRefused(RefusedException.Reason reason) {}
}
