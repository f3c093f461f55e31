package dev.runnel.web;

import java.util.function.Supplier;

/**
 * A form in which clients are told of a completion. Every dialect is a CDI bean; {@link
 * EventStreams} finds them by their names.
 *
 * @param name what the log of a completion remembers it by, so that a client which comes later is
 *     told in the same form
 * @param encoders makes the encoder of one client
 */
public record Dialect(String name, Supplier<EventEncoder> encoders) {}
