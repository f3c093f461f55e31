package dev.runnel.config;

import java.time.Duration;

/**
 * How many completions there may be, and how long they are kept.
 *
 * @param maxStreams the completions that may be under way at a time
 * @param maxStreamsPerUser those of one user
 * @param resumeGrace how long a completion goes on with no client; zero ends it with the last one
 * @param retention how long a completion can be read after its end
 * @param logBytes the memory of all logs together, live and finished ones
 */
public record CompletionSettings(
    int maxStreams,
    int maxStreamsPerUser,
    Duration resumeGrace,
    Duration retention,
    long logBytes) {}
