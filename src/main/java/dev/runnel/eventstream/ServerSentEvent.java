package dev.runnel.eventstream;

/**
 * One event of an event stream.
 *
 * @param type the event type, {@code message} where the stream names none
 * @param data the data, its lines joined with LF; it may be empty
 * @param lastEventId the last event ID that the stream has set so far, or ""
 */
public record ServerSentEvent(String type, String data, String lastEventId) {}
