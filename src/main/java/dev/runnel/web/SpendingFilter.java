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
 * Keeps pages of foreign origins, links, images and prefetches from buying an answer.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>
 */
@Provider
@StartsCompletion
@Priority(Priorities.AUTHORIZATION)
public class SpendingFilter implements ContainerRequestFilter {

  @Inject Origins origins;
  @Context HttpServletRequest request;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public SpendingFilter() {}

  @Override
  public void filter(ContainerRequestContext context) {
    Origins.Standing standing = origins.of(request);
    if (!standing.mayCall()) {
      throw ProblemException.forbidden(ForeignOrigin.DETAIL);
    }
    if (request.getHeader("Sec-Purpose") != null
        || "prefetch".equals(request.getHeader("Purpose"))) {
      throw ProblemException.forbidden("A prefetch does not start an answer.");
    }
    if (standing == Origins.Standing.NONE && origins.embeddedElsewhere(request)) {
      throw ProblemException.forbidden(
          "A link or an embedded resource of another site does not start an answer.");
    }
  }
}
