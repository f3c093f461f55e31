package dev.runnel.web;

/**
 * A request that is refused. The detail is for the caller: it says what was wrong and what is
 * allowed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String detail;

  private ProblemException(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.detail = detail;
  }

  /** 400: the request is wrong. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(400, detail);
  }

  /** 403: the caller may not do this. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(403, detail);
  }

  /** 404: there is nothing of that name for this caller. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(404, detail);
  }

  /** 408: the request did not come in time. */
  public static ProblemException requestTimeout(String detail) {
    return new ProblemException(408, detail);
  }

  /** 409: the request asks for what is not there yet. */
  public static ProblemException conflict(String detail) {
    return new ProblemException(409, detail);
  }

  /** 410: it was there, and is kept no more. */
  public static ProblemException gone(String detail) {
    return new ProblemException(410, detail);
  }

  /** 413: the body is too long. */
  public static ProblemException tooLarge(String detail) {
    return new ProblemException(413, detail);
  }

  /** 415: the body is of another type. */
  public static ProblemException unsupportedMediaType(String detail) {
    return new ProblemException(415, detail);
  }

  /** 503: there is no room for it now. */
  public static ProblemException unavailable(String detail) {
    return new ProblemException(503, detail);
  }

  /** What was wrong and what is allowed. */
  public String detail() {
    return detail;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
