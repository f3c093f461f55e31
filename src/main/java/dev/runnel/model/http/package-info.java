/**
 * One exchange with a provider: the client, the timers, the one retry loop, what a status means,
 * and failures that never hold a key.
 *
 * <p>Thread rule: what belongs to one exchange runs in its {@linkplain dev.runnel.model.http.Turns
 * turns}, one after the other, mostly on the selector thread of the HTTP client. Nothing there may
 * block: that thread reads all streams. What may block, looking up a host name above all, goes to
 * {@link dev.runnel.config.Threads#workers()}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110, HTTP semantics</a>
 */
@NullMarked
package dev.runnel.model.http;

import org.jspecify.annotations.NullMarked;
