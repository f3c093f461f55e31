package dev.runnel.web;

import dev.runnel.log.LogSlice;
import org.jspecify.annotations.Nullable;

/**
 * The words of one dialect. One instance per client, called in the order of the log by one thread
 * at a time.
 */
public interface EventEncoder {

  /**
   * Takes a slice that the client had before it came back: nothing is told, but what the events to
   * come depend on is known afterwards. Called for all slices from the first on, before any {@link
   * #encode}.
   */
  default void skip(LogSlice slice) {}

  /** The event for a slice, or null where the dialect has no word for it, or holds it back. */
  @Nullable WireEvent encode(LogSlice slice);

  /**
   * The event for what was held back of the slices before, where it must be told before the next
   * one, or null. Asked before each {@link #encode}; only what no event was sent for is held back,
   * so the event stands at the position before the slice.
   */
  default @Nullable WireEvent heldBack(LogSlice next) {
    return null;
  }
}
