package dev.runnel.log;

/** A finished log was dropped to make room, so what was not read yet cannot be read any more. */
public final class LogDroppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LogDroppedException(String streamId) {
    super("stream " + streamId + " was dropped to make room for others", null, false, false);
  }
}
