package dev.runnel.web.openai;

import dev.runnel.web.ProblemDetail;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;

/** Tells every refusal in OpenAI's words; status and headers stay. */
@Provider
public class OpenAiReplies implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext in, ContainerResponseContext out) {
    if (out.getEntity() instanceof ProblemDetail problem) {
      OpenAiError error = OpenAiError.refused(problem.status(), problem.detail(), null);
      out.setEntity(
          error.toJson().getBytes(StandardCharsets.UTF_8),
          new Annotation[0],
          MediaType.APPLICATION_JSON_TYPE);
    }
  }
}
