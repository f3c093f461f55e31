package dev.runnel.web.streams;

import dev.runnel.completion.Completion;
import dev.runnel.log.LogEntry;
import dev.runnel.web.EventStreams;
import dev.runnel.web.LastEventId;
import dev.runnel.web.StateChange;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/**
 * Streams by their ids: read again from any position, in the form in which they were opened, or
 * stopped. Without accounts an id, which cannot be guessed, is the permission.
 */
@Path("streams/{id}")
@Dependent
public class StreamsResource {

  @Inject EventStreams streams;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public StreamsResource() {}

  /**
   * Sends everything after the {@code Last-Event-ID}, and what comes live.
   *
   * @param after an event id or a position, for clients that set no header
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void resume(
      @PathParam("id") String id,
      @QueryParam("after") @Nullable String after,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request) {
    streams.resume(LastEventId.in(id, after, request), sink, sse, request);
  }

  /** Without this, a HEAD would run the GET. */
  @HEAD
  public Response head() {
    throw new NotAllowedException("GET", new String[] {"DELETE"});
  }

  /** Stops a completion at once, and says how it ended: the same at every repeat. */
  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  @StateChange
  public Ended stop(@PathParam("id") String id) {
    Completion completion = streams.find(id);
    return new Ended(word(completion.stop()));
  }

  private static String word(LogEntry.Ended ended) {
    if (ended instanceof LogEntry.Complete) {
      return "complete";
    }
    return ended instanceof LogEntry.Cancelled ? "cancelled" : "error";
  }

  /**
   * How a stream ended.
   *
   * @param ended {@code complete}, {@code error} or {@code cancelled}
   */
  public record Ended(String ended) {}
}
