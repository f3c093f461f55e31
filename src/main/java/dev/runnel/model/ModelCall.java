package dev.runnel.model;

/** A completion that is under way at a provider. */
@FunctionalInterface
public interface ModelCall {

  /**
   * Stops the provider: its connection is closed and, where the provider goes on without one, it is
   * told to stop. Returns at once; idempotent; may be called by any thread, also after the end.
   */
  void cancel();
}
