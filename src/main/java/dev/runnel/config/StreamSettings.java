package dev.runnel.config;

import java.time.Duration;

/**
 * How streams to clients are kept.
 *
 * @param heartbeat a comment is sent whenever a client was sent nothing for so long
 * @param writeLimit how long one write to a client may take before that client is given up
 */
public record StreamSettings(Duration heartbeat, Duration writeLimit) {}
