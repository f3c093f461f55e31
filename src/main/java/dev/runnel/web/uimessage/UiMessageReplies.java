package dev.runnel.web.uimessage;

import dev.runnel.web.ProblemDetail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * What the SDK expects of a reply beside its events: the version of the protocol; and of a refusal
 * a short text, because the page shows its body as it is.
 */
@Provider
public class UiMessageReplies implements ContainerResponseFilter {

  private static final String PATH = "ui/chat";
  private static final String STREAM = UiMessageReplies.class.getName() + ".stream";
  private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");

  /** Tells the filter that the request is answered with a message. */
  static void stream(HttpServletRequest request) {
    request.setAttribute(STREAM, true);
  }

  @Override
  public void filter(ContainerRequestContext in, ContainerResponseContext out) {
    if (out.getEntity() instanceof ProblemDetail problem) {
      // Also of one that no method saw, such as a caller who is not let in.
      if (in.getUriInfo().getPath().replaceFirst("^/", "").startsWith(PATH)) {
        out.setEntity(problem.detail(), new Annotation[0], TEXT);
      }
    } else if (in.getProperty(STREAM) != null) {
      out.getHeaders().putSingle("x-vercel-ai-ui-message-stream", "v1");
    }
  }
}
