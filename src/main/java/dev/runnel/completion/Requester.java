package dev.runnel.completion;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param owner the owner of what is asked for: an opaque name
 * @param user whose live completions are counted together and limited, or null for one who is not
 *     limited
 */
public record Requester(String owner, @Nullable String user) {}
