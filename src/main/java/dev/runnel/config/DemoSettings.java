package dev.runnel.config;

import java.time.Duration;

/**
 * The built-in demo model.
 *
 * @param pace the time between two of its deltas
 */
public record DemoSettings(Duration pace) {}
