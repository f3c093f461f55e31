package dev.runnel.completion;

/** A request carries the key of an earlier one and is another request. */
public final class KeyReusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  KeyReusedException() {
    super("an idempotency key was used for another body", null, false, false);
  }
}
