package dev.runnel.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How much of the server is taken. */
@Readiness
@ApplicationScoped
public class CapacityCheck implements HealthCheck {

  @Inject Checks checks;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public CapacityCheck() {}

  @Override
  public HealthCheckResponse call() {
    return checks.capacity().toResponse();
  }
}
