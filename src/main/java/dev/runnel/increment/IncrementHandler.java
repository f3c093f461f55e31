package dev.runnel.increment;

/** Hears the increments of one document, in the order of its text. */
@FunctionalInterface
public interface IncrementHandler {

  /** This is new. */
  void increment(Increment increment);

  /**
   * The string at this place is whole. The increments do not say that: what follows them may be
   * long in coming.
   */
  default void stringClosed(Place place) {}
}
