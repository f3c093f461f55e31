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
   * The next event that must be told before that of a slice, or null when there is none any more:
   * asked before each {@link #encode}, until it is null. Where events are {@linkplain #numbered
   * numbered} it is what was held back of the slices before, and stands at the position before the
   * slice.
   */
  default @Nullable WireEvent before(LogSlice next) {
    return null;
  }

  /**
   * Whether each event carries its position as an id. A dialect whose clients know no positions has
   * no ids; who comes back in it is told everything from the first entry on.
   */
  default boolean numbered() {
    return true;
  }
}
