package dev.runnel.config;

import java.time.Duration;

/**
 * How streams to clients are kept.
 *
 * @param heartbeat a comment is sent whenever a client was sent nothing for so long
 * @param writeLimit how long one write to a client may take before that client is given up
 * @param drain how long those that are under way may go on when the server is stopped
 */
public record StreamSettings(Duration heartbeat, Duration writeLimit, Duration drain) {}
