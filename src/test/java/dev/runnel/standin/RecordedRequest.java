package dev.runnel.standin;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param method the method
 * @param target path and query
 * @param headers by name in lower case; of a repeated one the last
 * @param body the body
 * @param connection the number of its connection, from 1
 * @param nanoTime when it was whole, as {@link System#nanoTime}
 */
public record RecordedRequest(
    String method,
    String target,
    Map<String, String> headers,
    String body,
    int connection,
    long nanoTime) {

  /** A header, or null. */
  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  /** The body as the JSON object it is. */
  public JsonObject json() {
    return (JsonObject) JsonValue.parse(body);
  }

  /**
   * The text of the last message, in the request of an OpenAI-compatible service or of Coze; or "".
   */
  public String lastMessage() {
    if (body.isEmpty() || !(JsonValue.parse(body) instanceof JsonObject request)) {
      return "";
    }
    JsonArray messages =
        request.get("messages") == null
            ? request.array("additional_messages")
            : request.array("messages");
    if (messages == null
        || messages.items().isEmpty()
        || !(messages.items().get(messages.items().size() - 1) instanceof JsonObject last)) {
      return "";
    }
    String content = last.string("content");
    return content == null ? "" : content;
  }
}
