package dev.runnel.web.structured;

import dev.runnel.log.LogSlice;
import dev.runnel.web.WireEvent;
import org.jspecify.annotations.Nullable;

/** How a growing document is told to one client, who gets every growth in turn. */
interface GrowthForm {

  /** The event for a growth, or null when it is held back. */
  @Nullable WireEvent event(LogSlice.Growth growth);

  /** Takes a growth that the client had before it came back. */
  void skip(LogSlice.Growth growth);

  /** The event for all that was held back, or null. Asked before anything but growth is told. */
  @Nullable WireEvent rest();
}
