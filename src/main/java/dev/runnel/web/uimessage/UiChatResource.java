package dev.runnel.web.uimessage;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.completion.Start;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.web.Caller;
import dev.runnel.web.EventStreams;
import dev.runnel.web.RequestBody;
import dev.runnel.web.StartsCompletion;
import dev.runnel.web.StateChange;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;

/**
 * The endpoints that the AI SDK's {@code DefaultChatTransport} calls. The client keeps the
 * conversation and sends all of it; that it breaks a request off means a lost line, not a stop, so
 * there is one to stop by.
 */
@Path("ui/chat")
@Dependent
public class UiChatResource {

  @Inject ModelCatalog catalog;
  @Inject EventStreams streams;
  @Inject LiveChats chats;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public UiChatResource() {}

  /** Answers the last message. What was being written for the same chat is stopped. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @StartsCompletion
  public void post(
      InputStream body,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request)
      throws IOException {
    RequestBody members = RequestBody.read(body, request);
    UiChatRequest asked = UiChatRequest.of(members);
    String model = catalog.resolve(asked.model(), catalog.chatModel());
    String owner = Caller.owner(request);
    UiMessageReplies.stream(request);
    Completion completion =
        streams.start(members, () -> start(asked, model, owner), sink, sse, request);
    chats.put(owner, asked.chatId(), completion);
  }

  private Start start(UiChatRequest asked, String model, String owner) {
    return new Start(
        new CompletionRequest(model, asked.messages(), null, OutputFormat.TEXT, null, owner),
        UiMessageDialect.NAME,
        new ChatProjection(model),
        null,
        chats.untilTheEnd(owner, asked.chatId()));
  }

  /** Tells the answer that is being written from its beginning; 204 when none is. */
  @GET
  @Path("{chatId}/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void resume(
      @PathParam("chatId") String chatId,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request) {
    String known = UiChatRequest.chatId("chatId", chatId);
    Completion completion =
        chats
            .find(Caller.owner(request), known)
            .orElseThrow(() -> new WebApplicationException(Response.noContent().build()));
    UiMessageReplies.stream(request);
    streams.replay(completion, sink, sse, request);
  }

  /** Without this, a HEAD would run the GET. */
  @HEAD
  @Path("{chatId}/stream")
  public Response head() {
    throw new NotAllowedException("GET", new String[] {"DELETE"});
  }

  /** Stops the answer that is being written, if one is. */
  @DELETE
  @Path("{chatId}/stream")
  @StateChange
  public Response stop(@PathParam("chatId") String chatId, @Context HttpServletRequest request) {
    chats
        .find(Caller.owner(request), UiChatRequest.chatId("chatId", chatId))
        .ifPresent(Completion::stop);
    return Response.noContent().build();
  }
}
