package dev.runnel.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The settings are read. */
@Readiness
@ApplicationScoped
public class ConfigurationCheck implements HealthCheck {

  @Inject Checks checks;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public ConfigurationCheck() {}

  @Override
  public HealthCheckResponse call() {
    return checks.configuration().toResponse();
  }
}
