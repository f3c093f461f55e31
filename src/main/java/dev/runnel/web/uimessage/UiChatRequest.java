package dev.runnel.web.uimessage;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.Message;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RequestBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code useChat} posts: the whole conversation, each message in parts. Text is taken; the
 * other parts of an answer (reasoning, steps, data, tools) are for the page and are left out. A
 * file of the person's is refused: an answer that did not see it would be wrong.
 *
 * @param chatId the client's name for the conversation
 * @param model the model's id, or null where the request leaves that open
 * @param messages the conversation, ending with the person's message
 */
record UiChatRequest(String chatId, @Nullable String model, List<Message> messages) {

  /** The longest id of a chat, in characters. */
  static final int MAX_CHAT_ID_CHARS = 256;

  private static final String SUBMIT = "submit-message";
  private static final String REGENERATE = "regenerate-message";

  /**
   * Reads a request.
   *
   * @throws ProblemException 400 if it is not as the SDK makes it, or over a limit
   */
  static UiChatRequest of(RequestBody body) {
    String chatId = chatId("id", body.optionalText("id"));
    boolean again = body.choice("trigger", List.of(SUBMIT, REGENERATE)).equals(REGENERATE);
    List<JsonValue> values = body.messageValues("messages");
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Message message = message("messages/" + i, values.get(i));
      if (message != null) {
        messages.add(message);
      }
    }
    // The SDK leaves out what is written anew; others may not.
    while (again
        && !messages.isEmpty()
        && messages.get(messages.size() - 1).role() == Message.Role.ASSISTANT) {
      messages.remove(messages.size() - 1);
    }
    return new UiChatRequest(
        chatId,
        model(body, values.get(values.size() - 1)),
        RequestBody.endingWithUser("messages", messages));
  }

  /** Checks the id of a chat, wherever it came from. */
  static String chatId(String name, @Nullable String id) {
    if (id == null || id.isBlank() || id.length() > MAX_CHAT_ID_CHARS) {
      throw ProblemException.badRequest(
          "'" + name + "' must be the chat's id, of 1 to " + MAX_CHAT_ID_CHARS + " characters.");
    }
    return id;
  }

  /**
   * From the body, where {@code useChat} puts what its option {@code body} says, or the message.
   */
  private static @Nullable String model(RequestBody body, JsonValue last) {
    String model = body.optionalText("model");
    if (model != null) {
      return model;
    }
    JsonObject metadata = last instanceof JsonObject object ? object.object("metadata") : null;
    return metadata == null ? null : metadata.string("model");
  }

  /** A message, or null where nothing of it is for a model. */
  private static @Nullable Message message(String name, JsonValue value) {
    if (!(value instanceof JsonObject object)
        || !(object.get("parts") instanceof JsonArray parts)) {
      throw ProblemException.badRequest(
          "'" + name + "' must be an object with 'role' and 'parts', an array.");
    }
    String role = String.valueOf(object.string("role"));
    String text = text(name, parts, role.equals("user"));
    return switch (role) {
      case "user" -> Message.user(RequestBody.message(name + "/parts", text));
      // An answer that was stopped before its first word has no text.
      case "assistant" ->
          text.isBlank() ? null : Message.assistant(RequestBody.message(name + "/parts", text));
      case "system" ->
          text.isBlank() ? null : Message.system(RequestBody.message(name + "/parts", text));
      default ->
          throw ProblemException.badRequest(
              "'" + name + "/role' must be one of: system, user, assistant.");
    };
  }

  private static String text(String name, JsonArray parts, boolean user) {
    List<String> texts = new ArrayList<>();
    for (JsonValue part : parts.items()) {
      String type = part instanceof JsonObject object ? object.string("type") : null;
      if (type == null) {
        throw ProblemException.badRequest(
            "Each of '" + name + "/parts' must be an object with a 'type'.");
      }
      if (type.equals("text")) {
        String text = ((JsonObject) part).string("text");
        if (text == null) {
          throw ProblemException.badRequest(
              "A text part of '" + name + "/parts' must have 'text', a string.");
        }
        texts.add(text);
      } else if (user && type.equals("file")) {
        throw ProblemException.badRequest(
            "'" + name + "/parts' has a file; models are asked with text alone here.");
      }
    }
    return String.join("\n", texts);
  }
}
