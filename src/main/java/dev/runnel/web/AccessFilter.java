package dev.runnel.web;

import dev.runnel.config.AccessSettings;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Lets callers in by {@code RUNNEL_AUTH}, and answers a browser's preflight. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {

  @Inject AccessSettings settings;
  @Inject Origins origins;
  @Context HttpServletRequest request;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public AccessFilter() {}

  @Override
  public void filter(ContainerRequestContext context) {
    Origins.Standing standing = origins.of(request);
    ResponseHeaders.standing(request, standing);
    if (settings.auth() == AccessSettings.Auth.LOOPBACK && !Locality.isLocal(request)) {
      context.abortWith(
          ProblemDetail.response(
              403,
              "This server answers only callers on its own machine, without a proxy between, by a"
                  + " loopback name. To let others in, set RUNNEL_AUTH=anonymous (anyone who"
                  + " reaches the port) and restart."));
    } else if (context.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null) {
      context.abortWith(
          standing.mayCall()
              ? Response.noContent().build()
              : ProblemDetail.response(403, ForeignOrigin.DETAIL));
    }
  }
}
