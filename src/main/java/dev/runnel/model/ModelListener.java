package dev.runnel.model;

/**
 * Hears one completion. Calls come one after the other, each happening before the next, and never
 * block. The last call is either {@link #onEvent} with {@link ModelEvent.Finished} or {@link
 * #onFailure}; after {@link ModelCall#cancel} there may be none.
 */
public interface ModelListener {

  /** The model said something. */
  void onEvent(ModelEvent event);

  /** The completion failed. What was said before stays said. */
  void onFailure(ModelException failure);
}
