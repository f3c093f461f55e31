package dev.runnel.increment;

/** Hears the increments of one document, in the order of its text. */
@FunctionalInterface
public interface IncrementHandler {

  /** This is new. */
  void increment(Increment increment);
}
