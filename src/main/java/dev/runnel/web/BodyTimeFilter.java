package dev.runnel.web;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Gives the body of each request its {@linkplain BodyTime time} to come. */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyTimeFilter implements ContainerRequestFilter {

  /** The methods of ours that have one. */
  private static final Set<String> WITH_BODIES = Set.of("POST", "PATCH");

  @Inject BodyTime time;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public BodyTimeFilter() {}

  @Override
  public void filter(ContainerRequestContext context) {
    // Not hasEntity(): to find out, a server may read, and wait.
    if (WITH_BODIES.contains(context.getMethod())) {
      context.setEntityStream(time.limit(context.getEntityStream()));
    }
  }
}
