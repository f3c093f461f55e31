package dev.runnel.admin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a model has done since the server started.
 *
 * @param model its id in requests
 * @param completed the answers that came to their ends
 * @param failed those that ended with an error
 * @param cancelled those that somebody stopped, or that nobody was left to read
 * @param inputTokens the tokens that it read, as far as providers told
 * @param outputTokens those that it wrote, reasoning included, as far as providers told
 * @param estimated whether tokens of ours, guessed where a provider tells none, are among them
 * @param firstTokens how many answers have begun: so many the percentiles are of
 * @param medianToFirstToken the time that half of them took until they began, or null
 * @param p95ToFirstToken the time that 95 of 100 did not exceed, or null
 */
public record ModelFigures(
    String model,
    long completed,
    long failed,
    long cancelled,
    long inputTokens,
    long outputTokens,
    boolean estimated,
    long firstTokens,
    @Nullable Duration medianToFirstToken,
    @Nullable Duration p95ToFirstToken) {}
