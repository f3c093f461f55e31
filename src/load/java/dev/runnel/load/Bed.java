package dev.runnel.load;

import java.net.URI;

/**
 * What a scenario works with.
 *
 * @param server the kind of the server between provider and clients
 * @param probe looks at the server
 * @param provider behind the server
 * @param clients in front of it
 * @param page where the server's pages are, with a slash at the end
 * @param options what was asked for
 */
record Bed(
    ServerKind server,
    ProcessProbe probe,
    Provider provider,
    Clients clients,
    URI page,
    Options options) {}
