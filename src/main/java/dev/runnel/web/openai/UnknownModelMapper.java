package dev.runnel.web.openai;

import dev.runnel.completion.UnusableModelException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;

/** A model that cannot answer here is not found, to OpenAI's clients. */
@Provider
public class UnknownModelMapper implements ExceptionMapper<UnusableModelException> {

  @Override
  public Response toResponse(UnusableModelException unusable) {
    OpenAiError error = OpenAiError.refused(404, unusable.detail(), "model_not_found");
    return Response.status(404)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(error.toJson().getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
