package dev.runnel.config;

import java.time.Duration;

/**
 * How long a provider may take.
 *
 * @param connect to open a connection, the TLS handshake included
 * @param firstByte from the request to the first byte of a reply's body, anew for each attempt
 * @param idle between two bytes of a reply, comments too
 * @param total for all attempts together
 */
public record TimeoutSettings(
    Duration connect, Duration firstByte, Duration idle, Duration total) {}
