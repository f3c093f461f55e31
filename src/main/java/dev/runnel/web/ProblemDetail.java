package dev.runnel.web;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The body of a refused request.
 *
 * @param type always {@code about:blank}: the status says the kind
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong with this request
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@JsonbPropertyOrder({"type", "title", "status", "detail"})
public record ProblemDetail(String type, String title, int status, String detail) {

  static final MediaType TYPE = new MediaType("application", "problem+json");

  static Response response(int status, String detail) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    return Response.status(status)
        .type(TYPE)
        .header("Cache-Control", "no-store")
        .entity(new ProblemDetail("about:blank", title, status, detail))
        .build();
  }
}
