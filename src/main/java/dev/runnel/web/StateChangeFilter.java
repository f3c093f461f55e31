package dev.runnel.web;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Keeps pages of foreign origins from changing anything. */
@Provider
@StateChange
@Priority(Priorities.AUTHORIZATION)
public class StateChangeFilter implements ContainerRequestFilter {

  @Inject Origins origins;
  @Context HttpServletRequest request;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public StateChangeFilter() {}

  @Override
  public void filter(ContainerRequestContext context) {
    if (!origins.of(request).mayCall()) {
      throw ProblemException.forbidden(ForeignOrigin.DETAIL);
    }
  }
}
