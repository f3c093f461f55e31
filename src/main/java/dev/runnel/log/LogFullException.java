package dev.runnel.log;

/** A log takes no more text, or no log can be opened: a limit is reached. */
public final class LogFullException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String detail;

  LogFullException(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  /** Which limit, in words for people. */
  public String detail() {
    return detail;
  }
}
