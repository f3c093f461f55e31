package dev.runnel.admin;

import dev.runnel.config.EffectiveSetting;
import dev.runnel.model.Model;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the provider of a model.
 *
 * @param model the model
 * @param key whether its key is set, and where; null for one that knows no key
 * @param lastSuccess when an answer of it last came to its end, or null
 * @param lastError the last error that was the provider's, or null
 */
public record ProviderState(
    Model model,
    @Nullable EffectiveSetting key,
    @Nullable Instant lastSuccess,
    @Nullable ErrorReport lastError) {}
