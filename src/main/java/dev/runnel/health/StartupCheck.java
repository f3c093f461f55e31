package dev.runnel.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The application is deployed, and its settings are read. */
@Startup
@ApplicationScoped
public class StartupCheck implements HealthCheck {

  @Inject Checks checks;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public StartupCheck() {}

  @Override
  public HealthCheckResponse call() {
    return checks.configuration().toResponse();
  }
}
