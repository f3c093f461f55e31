package dev.runnel.web;

import dev.runnel.completion.KeyReusedException;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.UnusableModelException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Makes every failed request a problem. Without it one server sends an exception's message to the
 * client and another an HTML page.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOGGER = System.getLogger(ProblemMapper.class.getName());

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return ProblemDetail.response(problem.status(), problem.detail());
    }
    if (failure instanceof UnusableModelException unusable) {
      return ProblemDetail.response(400, unusable.detail());
    }
    if (failure instanceof RefusedException refused) {
      return toResponse(refused);
    }
    if (failure instanceof KeyReusedException) {
      return ProblemDetail.response(
          422,
          "This Idempotency-Key came before with another body. A new request needs a new key.");
    }
    if (failure instanceof WebApplicationException e) {
      return toResponse(e.getResponse());
    }
    LOGGER.log(Level.ERROR, "a request failed", failure);
    return ProblemDetail.response(
        500, "The server failed to handle this request; its log says why.");
  }

  private static Response toResponse(RefusedException refused) {
    int status =
        switch (refused.reason()) {
          case USER_LIMIT, CLIENT_LIMIT -> 429;
          case OVERLOADED, STOPPING -> 503;
        };
    return Response.fromResponse(ProblemDetail.response(status, refused.detail()))
        .header(HttpHeaders.RETRY_AFTER, refused.retryAfter().toSeconds())
        .build();
  }

  /** What the server itself refuses: its status and headers, our words. */
  private static Response toResponse(Response response) {
    int status = response.getStatus();
    if (status < 400) {
      return response;
    }
    String detail =
        switch (status) {
          case 404 -> "There is nothing at this path.";
          case 405 ->
              "This method is not allowed here. Allowed: "
                  + String.valueOf(response.getHeaderString(HttpHeaders.ALLOW))
                  + ".";
          case 406 ->
              "The request's Accept takes none of the types that this path answers in: text/event-stream"
                  + " for what is streamed, else application/json.";
          case 415 -> "The body must be application/json.";
          default -> "The request cannot be handled.";
        };
    Response problem = ProblemDetail.response(status, detail);
    String allow = response.getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? problem
        : Response.fromResponse(problem).header(HttpHeaders.ALLOW, allow).build();
  }
}
