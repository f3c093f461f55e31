package dev.runnel.simulation;

import dev.runnel.log.LogSlice;
import dev.runnel.web.EventEncoder;
import dev.runnel.web.WireEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An encoder whose thread can be overtaken, and that notices when a second one comes in. */
final class InterruptedEncoder implements EventEncoder {

  private final World world;
  private final EventEncoder encoder;
  private boolean entered;

  InterruptedEncoder(World world, EventEncoder encoder) {
    this.world = world;
    this.encoder = encoder;
  }

  @Override
  public void skip(LogSlice slice) {
    alone(
        () -> {
          encoder.skip(slice);
          return null;
        });
  }

  @Override
  public @Nullable WireEvent encode(LogSlice slice) {
    return alone(() -> encoder.encode(slice));
  }

  @Override
  public @Nullable WireEvent before(LogSlice next) {
    return alone(() -> encoder.before(next));
  }

  @Override
  public boolean numbered() {
    return encoder.numbered();
  }

  private @Nullable WireEvent alone(Supplier<@Nullable WireEvent> work) {
    world.require(!entered, "one thread at a time writes to a client");
    entered = true;
    world.interleave("while a slice is encoded", 25);
    WireEvent event = work.get();
    entered = false;
    return event;
  }
}
