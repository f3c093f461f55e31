/**
 * What a node bears: {@code mvn -Pload} runs thousands of streams through a server and {@code mvn
 * -Psoak} looks for what it does not give back. A stand-in for the provider, the clients and the
 * checks are in one process, so that one clock stamps a token when it leaves the provider and when
 * it reaches a client. Nothing here is shipped or tested with the rest.
 *
 * <p>Sockets belong to an {@link dev.runnel.load.EventLoop} each, one for the provider and one for
 * the clients; scenarios run on the main thread and wait for them. Needs Linux: what a server uses
 * is read from {@code /proc}.
 */
@NullMarked
package dev.runnel.load;

import org.jspecify.annotations.NullMarked;
