package dev.runnel.web.admin;

import dev.runnel.web.LocalOnly;
import dev.runnel.web.ResponseHeaders;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/**
 * What an administrator sees of this server. To stop a stream there is {@code DELETE
 * /api/streams/{id}}.
 */
@Path("admin")
@Dependent
@LocalOnly
public class AdminResource {

  @Inject AdminEvents events;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public AdminResource() {}

  /** Everything, once. */
  @GET
  @Path("snapshot")
  @Produces(MediaType.APPLICATION_JSON)
  public Response snapshot() {
    return Response.ok(events.snapshot()).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** Everything at once, then what can change whenever it has changed, once a second at most. */
  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(
      @Context SseEventSink sink, @Context Sse sse, @Context HttpServletRequest request) {
    ResponseHeaders.eventStream(request);
    events.open(sink, sse, request);
  }

  /** Without this, a HEAD would run the GET. */
  @HEAD
  @Path("events")
  public Response head() {
    throw new NotAllowedException("GET");
  }
}
