package dev.runnel.model.coze;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonOption;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.Usage;
import dev.runnel.model.http.ProviderError;
import dev.runnel.model.http.Reply;
import dev.runnel.model.http.ReplyReader;
import dev.runnel.model.http.StopCall;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one reply of Coze. Of its messages only the deltas of type {@code answer} are the answer:
 * the others tell of tools, knowledge and the bot's inner work.
 */
final class CozeReader implements ReplyReader {

  private final Reply reply;
  private final ModelListener out;
  private final URI cancel;

  private @Nullable String conversationId;
  private @Nullable String chatId;
  private @Nullable String messageId;
  private @Nullable Usage usage;

  /** Whether the answer is whole. Suggestions may come between that and {@code done}. */
  private boolean completed;

  /** Whether Coze has ended the chat, well or not: then there is nothing to cancel. */
  private boolean chatOver;

  CozeReader(Reply reply, ModelListener out, URI cancel) {
    this.reply = reply;
    this.out = out;
    this.cancel = cancel;
  }

  @Override
  public void onEvent(ServerSentEvent event) {
    switch (event.type()) {
      case "conversation.message.delta",
          "conversation.message.completed",
          "conversation.chat.created",
          "conversation.chat.in_progress",
          "conversation.chat.completed",
          "conversation.chat.failed",
          "conversation.chat.canceled",
          "conversation.chat.requires_action",
          "error" -> {
        if (parse(event.data()) instanceof JsonObject data) {
          read(event.type(), data);
        } else {
          out.onFailure(reply.malformed("the data of an event is not a JSON object"));
        }
      }
      case "done" -> finish();
      default -> {
        // Audio, and what Coze may add.
      }
    }
  }

  private void read(String type, JsonObject data) {
    switch (type) {
      case "conversation.message.delta" -> onDelta(data);
      case "conversation.message.completed" -> onMessage(data);
      case "error" -> {
        chatOver = true;
        fail(data);
      }
      default -> onChat(type, data);
    }
  }

  private void onDelta(JsonObject message) {
    if (!"answer".equals(message.string("type"))) {
      return;
    }
    messageId = message.string("id");
    String reasoning = message.string("reasoning_content");
    if (reasoning != null && !reasoning.isEmpty()) {
      out.onEvent(new ModelEvent.Reasoning(reasoning));
    }
    String content = message.string("content");
    if (content != null && !content.isEmpty()) {
      out.onEvent(new ModelEvent.Text(content));
    }
  }

  private void onMessage(JsonObject message) {
    String content = message.string("content");
    if ("follow_up".equals(message.string("type")) && content != null && !content.isEmpty()) {
      out.onEvent(new ModelEvent.FollowUp(content));
    }
  }

  private void onChat(String type, JsonObject chat) {
    open(chat);
    JsonObject error = chat.object("last_error");
    if (type.endsWith(".canceled") || "canceled".equals(chat.string("status"))) {
      chatOver = true;
      fail("canceled", "the chat was cancelled at the provider");
    } else if (type.endsWith(".requires_action")) {
      // The chat waits, and keeps the conversation busy: it is not over.
      fail(
          "requires_action",
          "the bot waits for the result of a tool or plugin, which this server does not give");
    } else if (error != null && failed(error)) {
      chatOver = true;
      fail(error);
    } else if (type.endsWith(".failed")) {
      chatOver = true;
      fail("failed", "the chat failed, and the provider does not say why");
    } else if (type.endsWith(".completed")) {
      chatOver = true;
      completed = true;
      onUsage(usage(chat.object("usage")));
    }
  }

  /** Code 0 is success. */
  private static boolean failed(JsonObject error) {
    String code = code(error);
    return code != null && !code.equals("0");
  }

  private void open(JsonObject chat) {
    String conversation = chat.string("conversation_id");
    String id = chat.string("id");
    if (chatId == null && conversation != null && id != null) {
      conversationId = conversation;
      chatId = id;
      out.onEvent(new ModelEvent.ConversationOpened(conversation));
    }
  }

  /** Suggestions may follow: until the end somebody may stop it. */
  private void onUsage(@Nullable Usage counted) {
    if (counted != null && !counted.equals(usage)) {
      usage = counted;
      out.onEvent(new ModelEvent.UsageReported(counted));
    }
  }

  private static @Nullable Usage usage(@Nullable JsonObject usage) {
    return usage == null
        ? null
        : new Usage(
            usage.number("input_count"),
            usage.number("output_count"),
            null,
            usage.number("token_count"),
            false);
  }

  private void fail(String code, String message) {
    out.onFailure(reply.failure(ErrorCode.UPSTREAM_ERROR, new ProviderError(code, message, null)));
  }

  private void fail(JsonObject error) {
    ErrorCode known = CozeCodes.meaning(code(error));
    out.onFailure(reply.failure(known == null ? ErrorCode.UPSTREAM_ERROR : known, error(error)));
  }

  private void finish() {
    chatOver = true;
    out.onEvent(new ModelEvent.Finished("stop", usage, messageId, null));
  }

  @Override
  public void onEnd() {
    if (completed) {
      finish();
    }
  }

  @Override
  public ModelException onOtherReply(String body) {
    JsonObject error = parse(body) instanceof JsonObject object ? object : null;
    if (error == null || !failed(error)) {
      return reply.successful()
          ? reply.malformed("it is neither an event stream nor an error")
          : reply.failure(reply.meaning(null), ProviderError.UNKNOWN);
    }
    return reply.failure(reply.meaning(CozeCodes.meaning(code(error))), error(error));
  }

  @Override
  public @Nullable StopCall stopCall() {
    if (chatOver || conversationId == null || chatId == null) {
      return null;
    }
    Map<String, JsonValue> ids = new LinkedHashMap<>();
    ids.put("conversation_id", new JsonString(conversationId));
    ids.put("chat_id", new JsonString(chatId));
    return new StopCall(cancel, new JsonObject(ids).toJson());
  }

  private static ProviderError error(JsonObject error) {
    JsonObject detail = error.object("detail");
    return new ProviderError(
        code(error), error.string("msg"), detail == null ? null : detail.string("logid"));
  }

  private static @Nullable String code(JsonObject error) {
    Long number = error.number("code");
    return number == null ? error.string("code") : Long.toString(number);
  }

  private static @Nullable JsonValue parse(String text) {
    try {
      // A delta may end inside a surrogate pair: the next one brings the other half.
      return JsonValue.parse(text, JsonLimits.DEFAULT, JsonOption.LONE_SURROGATES);
    } catch (JsonSyntaxException notJson) {
      return null;
    }
  }
}
