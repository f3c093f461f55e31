package dev.runnel.conversation;

/** What a question was to replace cannot be replaced. Its detail is for the caller. */
public final class IrreplaceableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean passing;
  private final String detail;

  private IrreplaceableException(boolean passing, String detail) {
    super(detail, null, false, false);
    this.passing = passing;
    this.detail = detail;
  }

  static IrreplaceableException unknown() {
    return new IrreplaceableException(
        false,
        "'replaces' names no stream of this conversation. Allowed are the stream_ids that GET"
            + " /api/conversations/{id} gives with its messages.");
  }

  static IrreplaceableException live(String streamId) {
    return new IrreplaceableException(
        true,
        "The answer of stream "
            + streamId
            + " would be replaced and is still being written. Stop it first: DELETE"
            + " /api/streams/"
            + streamId
            + ".");
  }

  /** Whether it can be replaced later. */
  public boolean passing() {
    return passing;
  }

  /** What was wrong and what is allowed. */
  public String detail() {
    return detail;
  }
}
