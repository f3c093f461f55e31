package dev.runnel.web;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param name the event type, or null for {@code message}
 * @param data one line of JSON in UTF-8, or a dialect's word for its end: some servers lose blank
 *     lines
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
public record WireEvent(@Nullable String name, byte[] data) {}
