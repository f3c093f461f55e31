package dev.runnel.model;

import java.util.List;

/**
 * The way to one kind of provider. Each implementation is found by CDI ({@code
 * Instance<ModelClient>}); one instance serves all completions and is safe for use by many threads.
 */
public interface ModelClient {

  /** The models of this provider, the ones whose key is not set included. */
  List<Model> models();

  /**
   * Starts a completion and returns at once. What happens then is told to the listener, failures
   * too; the first call to the listener may come before this method returns.
   *
   * @param request its model is one of {@link #models()} and configured
   */
  ModelCall start(CompletionRequest request, ModelListener listener);
}
