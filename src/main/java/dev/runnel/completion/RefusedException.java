package dev.runnel.completion;

import java.time.Duration;

/**
 * There is no room now: no completion was started and no model asked, or no client let in. Its
 * detail is for the caller.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** How long a caller should wait before the next try: about as long as a short answer takes. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Why. */
  public enum Reason {
    /** This user has as many live completions as one may have. */
    USER_LIMIT,
    /** This completion has as many clients as one may have. */
    CLIENT_LIMIT,
    /** The server has no room for one more. */
    OVERLOADED,
    /** The server is being stopped. */
    STOPPING
  }

  private final Reason reason;
  private final String detail;

  RefusedException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** Nothing is begun any more, because the server is being stopped. */
  public static RefusedException stopping() {
    return new RefusedException(
        Reason.STOPPING, "The server is being stopped and starts no more answers.");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What the limit is, and what can be done. */
  public String detail() {
    return detail;
  }

  /** How long to wait before the next try. */
  public Duration retryAfter() {
    return RETRY_AFTER;
  }
}
