package dev.runnel.completion;

/** A request names a model that cannot answer here. Its detail is for the caller. */
public final class UnusableModelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String detail;

  UnusableModelException(String detail) {
    super(detail);
    this.detail = detail;
  }

  /** Which models there are, or what this one lacks. */
  public String detail() {
    return detail;
  }
}
