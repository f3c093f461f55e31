package dev.runnel.web.structured;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.completion.Projection;
import dev.runnel.completion.Start;
import dev.runnel.json.JsonValue;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.structured.AnswerSchema;
import dev.runnel.structured.PatchProcessor;
import dev.runnel.structured.UnusableSchemaException;
import dev.runnel.web.Caller;
import dev.runnel.web.EventStreams;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RequestBody;
import dev.runnel.web.StartsCompletion;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON, while the model writes it; with a schema, held against that. What is wrong with a
 * request is told before the stream opens; what goes wrong later is the stream's last event.
 */
@Path("generate")
@Dependent
public class GenerateResource {

  private static final String TEXT = StructuredDialects.TEXT;

  /** The formats, the default first; each is a dialect. */
  private static final List<String> FORMATS =
      List.of(StructuredDialects.INCREMENTS, StructuredDialects.JSON_PATCH, TEXT);

  private static final Message INSTRUCTION =
      Message.system(
          "Answer with one JSON document and nothing else: no Markdown, no explanation.");

  @Inject ModelCatalog catalog;
  @Inject PatchProcessor patches;
  @Inject EventStreams streams;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public GenerateResource() {}

  /** Starts an answer. */
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
    String format = members.choice("format", FORMATS);
    List<Message> messages = messages(members);
    AnswerSchema schema = schema(members, format);
    String model = catalog.resolve(members.optionalText("model"), catalog.structuredModel());
    streams.start(
        members,
        () ->
            new Start(
                request(model, messages, format, schema, Caller.owner(request)),
                format,
                projection(model, format, schema),
                null,
                CompletionListener.NONE),
        sink,
        sse,
        request);
  }

  private static List<Message> messages(RequestBody members) {
    if (members.has("prompt") == members.has("messages")) {
      throw ProblemException.badRequest("One of 'prompt' and 'messages' must be there, not both.");
    }
    return members.has("prompt")
        ? List.of(Message.user(members.message("prompt")))
        : members.messages("messages");
  }

  private static @Nullable AnswerSchema schema(RequestBody members, String format) {
    JsonValue schema = members.value("schema");
    if (schema == null) {
      return null;
    }
    if (format.equals(TEXT)) {
      throw ProblemException.badRequest(
          "'schema' asks for JSON, which the format text does not seek: leave one of them out.");
    }
    if (!(schema instanceof JsonValue.JsonObject || schema instanceof JsonValue.JsonBoolean)) {
      throw ProblemException.badRequest("'schema' must be a JSON Schema: an object or a boolean.");
    }
    try {
      return AnswerSchema.of(schema);
    } catch (UnusableSchemaException e) {
      throw ProblemException.badRequest(e.detail());
    }
  }

  private static CompletionRequest request(
      String model,
      List<Message> messages,
      String format,
      @Nullable AnswerSchema schema,
      String owner) {
    if (format.equals(TEXT)) {
      return new CompletionRequest(model, messages, null, OutputFormat.TEXT, null, owner);
    }
    List<Message> instructed = new ArrayList<>();
    instructed.add(INSTRUCTION);
    instructed.addAll(messages);
    OutputFormat output =
        schema == null ? OutputFormat.JSON : new OutputFormat.JsonSchema(schema.text());
    return new CompletionRequest(model, instructed, null, output, null, owner);
  }

  private Projection projection(String model, String format, @Nullable AnswerSchema schema) {
    if (format.equals(TEXT)) {
      return new ChatProjection(model);
    }
    return schema == null ? patches.begin(model) : patches.begin(model, schema);
  }
}
