package dev.runnel.eventstream;

/** An event stream went beyond a limit of its {@link EventStreamDecoder}; its text says which. */
public final class EventStreamException extends RuntimeException {

  private static final long serialVersionUID = 1;

  EventStreamException(String message) {
    super(message);
  }
}
