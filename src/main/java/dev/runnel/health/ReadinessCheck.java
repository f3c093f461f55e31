package dev.runnel.health;

import dev.runnel.completion.Completions;
import dev.runnel.completion.ModelCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The settings are read, the models are known, and the server is not being stopped. No provider is
 * asked.
 */
@Readiness
@ApplicationScoped
public class ReadinessCheck implements HealthCheck {

  @Inject ModelCatalog catalog;
  @Inject Completions completions;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public ReadinessCheck() {}

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("runnel-models")
        .withData("chat", catalog.chatModel())
        .withData("structured", catalog.structuredModel())
        .withData("live", completions.live())
        .status(!completions.draining())
        .build();
  }
}
