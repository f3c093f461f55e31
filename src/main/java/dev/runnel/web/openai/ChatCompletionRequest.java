package dev.runnel.web.openai;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RequestBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of a completion. What would make another kind of answer (several, calls of tools,
 * sound, probabilities) is refused; what only tunes one ({@code max_tokens}, {@code top_p}, {@code
 * seed} and the like) is ignored, as unknown members are.
 *
 * @param model the model's id, or null where the request leaves that open
 * @param messages the conversation, ending with a user's message
 * @param temperature the sampling temperature, or null
 * @param output the form of the text
 * @param includeUsage whether a streamed answer tells the tokens
 */
record ChatCompletionRequest(
    @Nullable String model,
    List<Message> messages,
    @Nullable Double temperature,
    OutputFormat output,
    boolean includeUsage) {

  /** The largest temperature; the smallest is 0. */
  static final double MAX_TEMPERATURE = 2;

  /** Members that no answer here could be true to, and what to do. */
  private static final List<String> UNSUPPORTED =
      List.of("tools", "functions", "audio", "prediction", "web_search_options");

  /**
   * Reads a request.
   *
   * @throws ProblemException 400 if it is not as OpenAI says, over a limit, or asks for what is not
   *     there
   */
  static ChatCompletionRequest of(RequestBody body) {
    for (String name : UNSUPPORTED) {
      if (body.has(name)
          && !(body.value(name) instanceof JsonArray array && array.items().isEmpty())) {
        throw ProblemException.badRequest(
            "'" + name + "' is not supported here: leave it out. Answers are text.");
      }
    }
    if (body.value("n") instanceof JsonNumber n && !Long.valueOf(1).equals(n.longValue())) {
      throw ProblemException.badRequest("'n' must be 1: one answer is written for a request.");
    }
    if (flag("logprobs", body.value("logprobs"))) {
      throw ProblemException.badRequest("'logprobs' must be false: they are not known here.");
    }
    if (body.value("modalities") instanceof JsonArray kinds
        && !kinds.items().equals(List.of(new JsonString("text")))) {
      throw ProblemException.badRequest("'modalities' must be [\"text\"].");
    }
    JsonValue options = body.value("stream_options");
    return new ChatCompletionRequest(
        body.optionalText("model"),
        messages(body),
        temperature(body.value("temperature")),
        output(body.value("response_format")),
        options instanceof JsonObject object
            && flag("stream_options/include_usage", object.get("include_usage")));
  }

  /** Whether a request wants its answer as it is written. */
  static boolean streamed(RequestBody body) {
    return flag("stream", body.value("stream"));
  }

  private static boolean flag(String name, @Nullable JsonValue value) {
    if (value == null || value instanceof JsonValue.JsonNull) {
      return false;
    }
    if (value instanceof JsonBoolean bool) {
      return bool.value();
    }
    throw ProblemException.badRequest("'" + name + "' must be true or false.");
  }

  private static @Nullable Double temperature(@Nullable JsonValue value) {
    if (value == null) {
      return null;
    }
    double temperature =
        value instanceof JsonNumber number ? Double.parseDouble(number.text()) : -1;
    if (!(temperature >= 0 && temperature <= MAX_TEMPERATURE)) {
      throw ProblemException.badRequest("'temperature' must be a number from 0 to 2.");
    }
    return temperature;
  }

  private static OutputFormat output(@Nullable JsonValue format) {
    if (format == null) {
      return OutputFormat.TEXT;
    }
    String type = format instanceof JsonObject object ? object.string("type") : null;
    return switch (String.valueOf(type)) {
      case "text" -> OutputFormat.TEXT;
      case "json_object" -> OutputFormat.JSON;
      case "json_schema" -> schema(((JsonObject) format).object("json_schema"));
      default ->
          throw ProblemException.badRequest(
              "'response_format/type' must be one of: text, json_object, json_schema.");
    };
  }

  private static OutputFormat schema(@Nullable JsonObject named) {
    JsonObject schema = named == null ? null : named.object("schema");
    if (schema == null) {
      throw ProblemException.badRequest(
          "'response_format/json_schema/schema' must be a JSON Schema, an object.");
    }
    return new OutputFormat.JsonSchema(schema.toJson());
  }

  private static List<Message> messages(RequestBody body) {
    List<Message> messages = new ArrayList<>();
    int index = 0;
    for (JsonValue value : body.messageValues("messages")) {
      Message message = message("messages/" + index++, value);
      if (message != null) {
        messages.add(message);
      }
    }
    return RequestBody.endingWithUser("messages", messages);
  }

  /** A message, or null for one that says nothing: a model's empty answer is allowed. */
  private static @Nullable Message message(String name, JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      throw ProblemException.badRequest(
          "'" + name + "' must be an object with 'role' and 'content'.");
    }
    if (object.get("tool_calls") instanceof JsonArray calls && !calls.items().isEmpty()) {
      throw ProblemException.badRequest(
          "'" + name + "/tool_calls' is not supported here: there are no tools.");
    }
    String text = content(name + "/content", object.get("content"));
    return switch (String.valueOf(object.string("role"))) {
      case "user" -> Message.user(RequestBody.message(name + "/content", text));
      case "assistant" ->
          text.isBlank() ? null : Message.assistant(RequestBody.message(name + "/content", text));
      case "system", "developer" ->
          text.isBlank() ? null : Message.system(RequestBody.message(name + "/content", text));
      default ->
          throw ProblemException.badRequest(
              "'" + name + "/role' must be one of: system, developer, user, assistant.");
    };
  }

  private static String content(String name, @Nullable JsonValue content) {
    if (content == null || content instanceof JsonValue.JsonNull) {
      return "";
    }
    if (content instanceof JsonString string) {
      return string.value();
    }
    if (!(content instanceof JsonArray parts)) {
      throw ProblemException.badRequest("'" + name + "' must be a string or an array of parts.");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue part : parts.items()) {
      String text =
          part instanceof JsonObject object && "text".equals(object.string("type"))
              ? object.string("text")
              : null;
      if (text == null) {
        throw ProblemException.badRequest(
            "Each of '"
                + name
                + "' must be {\"type\":\"text\",\"text\":…}: models are asked with text alone"
                + " here.");
      }
      texts.add(text);
    }
    return String.join("\n", texts);
  }
}
