package dev.runnel.web.structured;

import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.completion.Start;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.structured.PatchProcessor;
import dev.runnel.web.Caller;
import dev.runnel.web.EventStreams;
import dev.runnel.web.RequestBody;
import dev.runnel.web.StartsCompletion;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The original's structured demo: a title and a summary that grow in their own places. */
@Path("")
@Dependent
public class HelloWorldResource {

  private static final Message INSTRUCTION =
      Message.system(
          "你是一个只输出 JSON 的助手。请输出一个 JSON 对象，恰好包含两个字符串字段：title（标题）和"
              + " summary（摘要）。不要输出 Markdown 代码块、解释或其他任何内容。");

  private static final String PROMPT = "请介绍科技发展对生活的影响。";

  @Inject ModelCatalog catalog;
  @Inject PatchProcessor patches;
  @Inject EventStreams streams;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public HelloWorldResource() {}

  /**
   * Starts the demo.
   *
   * @param prompt what title and summary are about; by default the influence of technology on life
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @StartsCompletion
  public void get(
      @QueryParam("prompt") @Nullable String prompt,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request) {
    if (streams.resume(sink, sse, request)) {
      return;
    }
    String text = prompt == null ? PROMPT : RequestBody.message("prompt", prompt);
    String model = catalog.resolve(null, catalog.structuredModel());
    Start start =
        new Start(
            new CompletionRequest(
                model,
                List.of(INSTRUCTION, Message.user(text)),
                0.0,
                OutputFormat.JSON,
                null,
                Caller.owner(request)),
            StructuredDialects.ORIGINAL,
            patches.begin(model),
            null,
            CompletionListener.NONE);
    streams.start(start, sink, sse, request);
  }

  /** Without this, a HEAD would run the GET and buy an answer. */
  @HEAD
  public Response head() {
    throw new NotAllowedException("GET");
  }
}
