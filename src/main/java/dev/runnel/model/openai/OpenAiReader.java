package dev.runnel.model.openai;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonOption;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.Usage;
import dev.runnel.model.http.ProviderError;
import dev.runnel.model.http.Reply;
import dev.runnel.model.http.ReplyReader;
import org.jspecify.annotations.Nullable;

/** Reads one reply of a streamed chat completion. */
final class OpenAiReader implements ReplyReader {

  private final Reply reply;
  private final ModelListener out;

  private @Nullable String id;
  private @Nullable String model;

  /** Once it is there the answer is whole; the usage may come after it. */
  private @Nullable String finishReason;

  private @Nullable Usage usage;

  OpenAiReader(Reply reply, ModelListener out) {
    this.reply = reply;
    this.out = out;
  }

  @Override
  public void onEvent(ServerSentEvent event) {
    if (event.data().equals("[DONE]")) {
      finish(finishReason == null ? "stop" : finishReason);
    } else if (parse(event.data()) instanceof JsonObject chunk) {
      onChunk(event.type(), chunk);
    } else {
      out.onFailure(reply.malformed("the data of an event is not a JSON object"));
    }
  }

  private void onChunk(String type, JsonObject chunk) {
    OpenAiError error = OpenAiError.in(chunk, type.equals("error"));
    if (error != null) {
      ErrorCode known = error.meaning();
      out.onFailure(reply.failure(known == null ? ErrorCode.UPSTREAM_ERROR : known, error.shown()));
      return;
    }
    id = id == null ? chunk.string("id") : id;
    model = model == null ? chunk.string("model") : model;
    JsonObject counted = chunk.object("usage");
    if (counted != null) {
      onUsage(usage(counted));
    }
    JsonArray choices = chunk.array("choices");
    // One answer is asked for, hence there is at most one choice; and none in the usage's chunk.
    if (choices != null
        && !choices.items().isEmpty()
        && choices.items().get(0) instanceof JsonObject choice) {
      onChoice(choice);
    }
  }

  private void onChoice(JsonObject choice) {
    JsonObject delta = choice.object("delta");
    if (delta != null) {
      String reasoning = delta.string("reasoning_content");
      if (reasoning != null && !reasoning.isEmpty()) {
        out.onEvent(new ModelEvent.Reasoning(reasoning));
      }
      String content = delta.string("content");
      if (content != null && !content.isEmpty()) {
        out.onEvent(new ModelEvent.Text(content));
      }
    }
    String reason = choice.string("finish_reason");
    if (reason != null && !reason.isEmpty()) {
      finishReason = reason;
    }
  }

  private void onUsage(Usage counted) {
    if (!counted.equals(usage)) {
      usage = counted;
      out.onEvent(new ModelEvent.UsageReported(counted));
    }
  }

  private static Usage usage(JsonObject usage) {
    JsonObject details = usage.object("completion_tokens_details");
    return new Usage(
        usage.number("prompt_tokens"),
        usage.number("completion_tokens"),
        details == null ? null : details.number("reasoning_tokens"),
        usage.number("total_tokens"),
        false);
  }

  @Override
  public void onEnd() {
    if (finishReason != null) {
      finish(finishReason);
    }
  }

  private void finish(String reason) {
    out.onEvent(new ModelEvent.Finished(reason, usage, id, model));
  }

  @Override
  public ModelException onOtherReply(String body) {
    OpenAiError error =
        parse(body) instanceof JsonObject object
            ? OpenAiError.in(object, !reply.successful())
            : null;
    if (error == null) {
      return reply.successful()
          ? reply.malformed("it is neither an event stream nor an error")
          : reply.failure(reply.meaning(null), ProviderError.UNKNOWN);
    }
    return reply.failure(reply.meaning(error.meaning()), error.shown());
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
