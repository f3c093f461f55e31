package dev.runnel.load;

/**
 * What a scenario works with.
 *
 * @param server the kind of the server between provider and clients
 * @param probe looks at the server
 * @param provider behind the server
 * @param clients in front of it
 * @param options what was asked for
 */
record Bed(
    ServerKind server, ProcessProbe probe, Provider provider, Clients clients, Options options) {}
