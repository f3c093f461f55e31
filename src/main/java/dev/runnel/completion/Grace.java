package dev.runnel.completion;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * How long completions go on with no client, and what counts that time.
 *
 * @param time zero ends them with the last client
 * @param scheduler rings when it is over
 */
record Grace(Duration time, ScheduledExecutorService scheduler) {}
