package dev.runnel.web.openai;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.completion.Start;
import dev.runnel.model.CompletionRequest;
import dev.runnel.web.Caller;
import dev.runnel.web.EventStreams;
import dev.runnel.web.RequestBody;
import dev.runnel.web.StartsCompletion;
import dev.runnel.web.WholeAnswers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;

/**
 * Chat completions for clients that speak OpenAI's API. Such a client cannot come back: when it
 * leaves, the answer is stopped at once. An {@code Authorization} is accepted and means nothing
 * where there are no accounts.
 */
@Path(ChatCompletionsResource.PATH)
@Dependent
public class ChatCompletionsResource {

  static final String PATH = "chat/completions";

  @Inject ModelCatalog catalog;
  @Inject EventStreams streams;
  @Inject WholeAnswers answers;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public ChatCompletionsResource() {}

  /**
   * Answers in chunks, as the model writes; {@link ReplyForm} chooses between this and the next.
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @StartsCompletion
  public void stream(
      @Context SseEventSink sink, @Context Sse sse, @Context HttpServletRequest request) {
    RequestBody body = ReplyForm.body(request);
    ChatCompletionRequest asked = ChatCompletionRequest.of(body);
    Start start = start(asked, request);
    streams.start(
        body,
        () -> start,
        completion -> new ChunkEncoder(completion.progress(), asked.includeUsage()),
        sink,
        sse,
        request);
  }

  /** Answers when the answer is whole. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @StartsCompletion
  public void whole(@Suspended AsyncResponse response, @Context HttpServletRequest request) {
    RequestBody body = ReplyForm.body(request);
    Start start = start(ChatCompletionRequest.of(body), request);
    answers.start(body, () -> start, WholeCompletion::of, response, request);
  }

  private Start start(ChatCompletionRequest asked, HttpServletRequest request) {
    String model = catalog.resolve(asked.model(), catalog.chatModel());
    return new Start(
        new CompletionRequest(
            model,
            asked.messages(),
            asked.temperature(),
            asked.output(),
            null,
            Caller.owner(request)),
        OpenAiDialect.NAME,
        new ChatProjection(model),
        null,
        CompletionListener.NONE,
        Duration.ZERO);
  }
}
