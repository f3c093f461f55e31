package dev.runnel.completion;

/** What was thrown, for a log: its message may quote what a model or a person said. */
final class WithoutText {

  private WithoutText() {}

  /** Its kind and place without its message. */
  static Throwable of(Throwable thrown) {
    Throwable copy = new IllegalStateException(thrown.getClass().getName());
    copy.setStackTrace(thrown.getStackTrace());
    return copy;
  }
}
