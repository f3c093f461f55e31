package dev.runnel.web.chat;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.completion.Start;
import dev.runnel.conversation.Conversations;
import dev.runnel.conversation.IrreplaceableException;
import dev.runnel.conversation.Turn;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.web.Caller;
import dev.runnel.web.EventStreams;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RequestBody;
import dev.runnel.web.StartsCompletion;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A chat answer, event by event as the model writes it. What is wrong with a request is told before
 * the stream opens; what goes wrong later is the stream's last event.
 */
@Path("chat")
@Dependent
public class ChatResource {

  @Inject ModelCatalog catalog;
  @Inject Conversations conversations;
  @Inject EventStreams streams;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public ChatResource() {}

  /** The original's plain GET. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @StartsCompletion
  public void get(
      @QueryParam("message") @Nullable String message,
      @QueryParam("conversation_id") @Nullable String conversationId,
      @QueryParam("model") @Nullable String model,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request) {
    if (!streams.resume(sink, sse, request)) {
      String text = RequestBody.message("message", message);
      streams.start(start(text, conversationId, null, model, request), sink, sse, request);
    }
  }

  /** What pages use: prompts in URLs land in access logs. */
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
    String text = members.message("message");
    String conversationId = members.optionalText("conversation_id");
    String replaces = members.optionalText("replaces");
    String model = members.optionalText("model");
    streams.start(
        members, () -> start(text, conversationId, replaces, model, request), sink, sse, request);
  }

  /** Without this, a HEAD would run the GET and buy an answer. */
  @HEAD
  public Response head() {
    throw new NotAllowedException("GET", new String[] {"POST"});
  }

  private Start start(
      String text,
      @Nullable String conversationId,
      @Nullable String replaces,
      @Nullable String requestedModel,
      HttpServletRequest request) {
    String model = catalog.resolve(requestedModel, catalog.chatModel());
    Turn turn = turn(text, conversationId, replaces, model, request);
    return new Start(
        new CompletionRequest(
            model,
            turn.messages(),
            null,
            OutputFormat.TEXT,
            turn.knownToProvider(),
            Caller.owner(request)),
        ChatDialect.NAME,
        new ChatProjection(model),
        turn.conversationId(),
        turn);
  }

  private Turn turn(
      String text,
      @Nullable String conversationId,
      @Nullable String replaces,
      String model,
      HttpServletRequest request) {
    if (conversationId == null || conversationId.isEmpty()) {
      if (replaces != null) {
        throw ProblemException.badRequest(
            "'replaces' names a stream of a conversation, and 'conversation_id' is missing.");
      }
      return conversations.begin(Caller.owner(request), text, model);
    }
    try {
      return conversations
          .goOn(conversationId, text, model, replaces)
          .orElseThrow(
              () ->
                  ProblemException.notFound(
                      "This conversation is not known here. Leave conversation_id out to begin a"
                          + " new one."));
    } catch (IrreplaceableException e) {
      throw e.passing()
          ? ProblemException.conflict(e.detail())
          : ProblemException.badRequest(e.detail());
    }
  }
}
