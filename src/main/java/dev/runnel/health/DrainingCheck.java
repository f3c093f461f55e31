package dev.runnel.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready when the server is being stopped. */
@Readiness
@ApplicationScoped
public class DrainingCheck implements HealthCheck {

  @Inject Checks checks;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public DrainingCheck() {}

  @Override
  public HealthCheckResponse call() {
    return checks.draining().toResponse();
  }
}
