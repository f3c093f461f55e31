package dev.runnel.web;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Keeps all from what is for administrators who do not call from this machine. Pages of any other
 * origin are kept from it too, even those that may call otherwise: the administrator's browser
 * would ask for them.
 */
@Provider
@LocalOnly
@Priority(Priorities.AUTHORIZATION)
public class LocalOnlyFilter implements ContainerRequestFilter {

  static final String NOT_LOCAL =
      "The administration answers only callers on the server's own machine, without a proxy"
          + " between, by a loopback name such as localhost.";

  private static final String OTHER_PAGE =
      "The administration answers this server's own pages, and none of another origin.";

  @Inject Origins origins;
  @Context HttpServletRequest request;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public LocalOnlyFilter() {}

  @Override
  public void filter(ContainerRequestContext context) {
    if (!Locality.isLocal(request)) {
      throw ProblemException.forbidden(NOT_LOCAL);
    }
    Origins.Standing standing = origins.of(request);
    boolean own =
        standing == Origins.Standing.OWN
            || (standing == Origins.Standing.NONE && !origins.embeddedElsewhere(request));
    if (!own) {
      throw ProblemException.forbidden(OTHER_PAGE);
    }
  }
}
