package dev.runnel.completion;

import dev.runnel.log.LogEntry;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a completion is, without a word of what is asked or answered.
 *
 * @param streamId its log's id
 * @param model the id of the model that is asked
 * @param dialect the name of the form in which clients are told of it
 * @param user one name for all completions of a user, as long as this server runs: 12 hexadecimal
 *     digits that do not lead back to the address; null for one who is not limited
 * @param startedAt when it began
 * @param age how long it has gone on, or went on until its end
 * @param timeToFirstToken from its beginning to the model's first text or reasoning; null before
 *     that
 * @param characters the characters of text and reasoning that the model has written
 * @param retries how often its provider was asked again
 * @param logId the id of the provider's reply, which the provider's support asks for, or null
 * @param usage the tokens that are known of, or null
 * @param ended how it ended, or null while it lives
 * @param clients the clients that read it now
 * @param lag the entries of its log that the client which is furthest behind has not taken
 */
public record Progress(
    String streamId,
    String model,
    String dialect,
    @Nullable String user,
    Instant startedAt,
    Duration age,
    @Nullable Duration timeToFirstToken,
    long characters,
    int retries,
    @Nullable String logId,
    @Nullable Usage usage,
    LogEntry.@Nullable Ended ended,
    int clients,
    long lag) {}
