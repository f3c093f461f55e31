package dev.runnel.log;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;

/**
 * What a {@link Cursor} takes at one time: one entry, or neighbours that were joined. After it a
 * client has everything up to {@link #position}.
 */
public sealed interface LogSlice {

  /** The number of the last entry in it. */
  long position();

  /**
   * The first entry.
   *
   * @param entry what began
   */
  record Start(long position, LogEntry.Started entry) implements LogSlice {}

  /**
   * Text of the answer.
   *
   * @param escaped the inside of a JSON string
   */
  record Text(long position, JsonSlice escaped) implements LogSlice {}

  /**
   * Reasoning.
   *
   * @param escaped the inside of a JSON string
   */
  record Reasoning(long position, JsonSlice escaped) implements LogSlice {}

  /**
   * A question that may follow.
   *
   * @param escaped the inside of a JSON string
   */
  record FollowUp(long position, JsonSlice escaped) implements LogSlice {}

  /**
   * Growth of a structured answer.
   *
   * @param place where
   * @param kind what
   * @param json the inside of a JSON string for {@code STRING} and {@code APPEND}, the raw JSON for
   *     {@code SCALAR}, empty for the containers
   */
  record Growth(long position, Place place, Increment.Kind kind, JsonSlice json)
      implements LogSlice {}

  /**
   * A violation of the schema.
   *
   * @param entry what fails it, and where
   */
  record Violation(long position, LogEntry.Violation entry) implements LogSlice {}

  /**
   * The last entry.
   *
   * @param entry how it ended
   */
  record End(long position, LogEntry.Ended entry) implements LogSlice {}
}
