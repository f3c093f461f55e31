package dev.runnel.web;

import dev.runnel.log.LogSlice;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The words of a dialect of others, whose clients know no positions: it may tell a slice in several
 * events. One that comes back is told everything, by an encoder of its own.
 */
public abstract class UnnumberedEncoder implements EventEncoder {

  private final Queue<WireEvent> events = new ArrayDeque<>();
  private @Nullable LogSlice told;

  /** All events for the next slice, in their order. */
  protected abstract List<WireEvent> events(LogSlice slice);

  @Override
  public final @Nullable WireEvent before(LogSlice next) {
    if (next != told) {
      told = next;
      events.addAll(events(next));
    }
    return events.size() > 1 ? events.poll() : null;
  }

  @Override
  public final @Nullable WireEvent encode(LogSlice slice) {
    return events.poll();
  }

  @Override
  public final boolean numbered() {
    return false;
  }
}
