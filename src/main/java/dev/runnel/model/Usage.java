package dev.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of one completion. A figure that the provider did not report is null.
 *
 * @param input tokens read by the model
 * @param output tokens written by the model, reasoning included
 * @param reasoning those of {@code output} that were reasoning
 * @param total input and output, as the provider counts them
 * @param estimated whether the figures are a guess of ours, not a count of the provider
 */
public record Usage(
    @Nullable Long input,
    @Nullable Long output,
    @Nullable Long reasoning,
    @Nullable Long total,
    boolean estimated) {}
