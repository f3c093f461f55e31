package dev.runnel.config;

import java.time.Duration;

/**
 * What a request's body is given.
 *
 * @param limit how long it may take to come, from the first read on
 */
public record BodySettings(Duration limit) {}
