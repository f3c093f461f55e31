package dev.runnel.model.http;

import dev.runnel.config.Secret;
import dev.runnel.model.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * The bearer key of the requests to a provider: one that is given, or a token that has to be asked
 * for and runs out. For any number of threads.
 */
@FunctionalInterface
public interface Credentials {

  /** Takes what was asked for: one call, to one of the methods, which do not block. */
  interface Answer {

    /** The key for one attempt; null sends no {@code Authorization}. */
    void onKey(@Nullable Secret key);

    /** There is none. It is not asked for again: who gives keys has tried what is worth it. */
    void onFailure(ModelException failure);
  }

  /** Always the same key, or null for a service that needs none. */
  static Credentials of(@Nullable Secret key) {
    return answer -> answer.onKey(key);
  }

  /** Asks for the key of one attempt. Returns at once; the answer may come before. */
  void ask(Answer answer);

  /**
   * The provider did not accept a key.
   *
   * @return whether to ask again brings another one, so that one more attempt is worth it
   */
  default boolean refused(Secret key) {
    return false;
  }
}
