package dev.runnel.config;

import java.time.Duration;

/**
 * How streams to clients are kept.
 *
 * @param heartbeat a comment is sent whenever a client was sent nothing for so long
 */
public record StreamSettings(Duration heartbeat) {}
