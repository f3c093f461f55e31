package dev.runnel.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A model of Volcengine Ark or of any OpenAI-compatible service.
 *
 * @param id the model id in requests
 * @param provider {@code ark} or {@code openai}
 * @param base what stands before {@code /chat/completions}, without a trailing slash
 * @param key the bearer key, or null for a service that needs none
 * @param model the provider's name of the model, or for Ark an endpoint id
 */
public record OpenAiSettings(
    String id, String provider, URI base, @Nullable Secret key, String model) {

  /** Whether this is Volcengine Ark, which has switches of its own. */
  public boolean ark() {
    return provider.equals("ark");
  }
}
