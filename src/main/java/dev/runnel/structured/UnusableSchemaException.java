package dev.runnel.structured;

/** A schema that nothing can be checked by. Its detail is for the caller. */
public final class UnusableSchemaException extends Exception {

  private static final long serialVersionUID = 1;

  private final String detail;

  UnusableSchemaException(String detail) {
    super(detail);
    this.detail = detail;
  }

  /** What is wrong with the schema, and what is allowed. */
  public String detail() {
    return detail;
  }
}
