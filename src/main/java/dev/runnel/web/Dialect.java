package dev.runnel.web;

import dev.runnel.completion.Completion;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A form in which clients are told of a completion. Every dialect is a CDI bean; {@link
 * EventStreams} finds them by their names.
 *
 * @param name what the log of a completion remembers it by, so that a client which comes later is
 *     told in the same form
 * @param encoders makes the encoder of one client of a completion
 */
public record Dialect(String name, Function<Completion, EventEncoder> encoders) {

  /** A dialect that needs to know nothing of a completion but its log. */
  public Dialect(String name, Supplier<EventEncoder> encoders) {
    this(name, completion -> encoders.get());
  }
}
