package dev.runnel.web.openai;

import dev.runnel.web.BodyTime;
import dev.runnel.web.RequestBody;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of a completion's request before its method is chosen. Clients accept JSON where
 * they mean a stream too, so the body's {@code stream} decides what is accepted, and with it which
 * of two methods answers.
 */
@Provider
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
public class ReplyForm implements ContainerRequestFilter {

  private static final String BODY = ReplyForm.class.getName() + ".body";

  @Inject BodyTime time;
  @Context HttpServletRequest request;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public ReplyForm() {}

  @Override
  public void filter(ContainerRequestContext context) throws IOException {
    String path = context.getUriInfo().getPath().replaceAll("^/+|/+$", "");
    if (!context.getMethod().equals(HttpMethod.POST)
        || !path.equals(ChatCompletionsResource.PATH)) {
      return;
    }
    RequestBody body = RequestBody.read(time.limit(context.getEntityStream()), request);
    request.setAttribute(BODY, body);
    context.setEntityStream(InputStream.nullInputStream());
    context
        .getHeaders()
        .putSingle(
            HttpHeaders.ACCEPT,
            ChatCompletionRequest.streamed(body)
                ? MediaType.SERVER_SENT_EVENTS
                : MediaType.APPLICATION_JSON);
  }

  /** The body of a request that passed this filter. */
  static RequestBody body(HttpServletRequest request) {
    if (request.getAttribute(BODY) instanceof RequestBody body) {
      return body;
    }
    throw new IllegalStateException("the filter has not seen this request");
  }
}
