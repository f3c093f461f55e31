package dev.runnel.web;

import dev.runnel.log.LogSlice;
import org.jspecify.annotations.Nullable;

/**
 * The words of one dialect. One instance per client, called in the order of the log by one thread
 * at a time.
 */
public interface EventEncoder {

  /** The event for a slice, or null where the dialect has no word for it. */
  @Nullable WireEvent encode(LogSlice slice);
}
