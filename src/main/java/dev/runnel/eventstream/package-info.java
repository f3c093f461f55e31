/**
 * The decoder of the event stream format, for what providers send.
 *
 * <p>A decoder is for one thread at a time; events are immutable.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG
 *     HTML, parsing an event stream</a>
 */
@NullMarked
package dev.runnel.eventstream;

import org.jspecify.annotations.NullMarked;
