package dev.runnel.model.http;

import org.jspecify.annotations.Nullable;

/**
 * What a provider says of its error, as it came.
 *
 * @param code its own code, or null
 * @param message its own words, or null
 * @param logId the id for its support where the body has one, or null; a header goes first
 */
public record ProviderError(
    @Nullable String code, @Nullable String message, @Nullable String logId) {

  /** An error of which nothing is known. */
  public static final ProviderError UNKNOWN = new ProviderError(null, null, null);
}
