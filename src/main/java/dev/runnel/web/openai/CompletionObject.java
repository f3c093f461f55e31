package dev.runnel.web.openai;

import dev.runnel.completion.Progress;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.Usage;

/** What a chunk and a whole completion have in common. */
final class CompletionObject {

  private CompletionObject() {}

  /** The members that stand first. */
  static JsonObjectBuilder of(String kind, Progress progress) {
    return new JsonObjectBuilder()
        .put("id", "chatcmpl-" + progress.streamId())
        .put("object", kind)
        .put("created", progress.startedAt().getEpochSecond())
        .put("model", progress.model());
  }

  /** The words of OpenAI, of which clients make types. */
  static String finishReason(String reason) {
    return switch (reason) {
      case "length", "content_filter", "tool_calls" -> reason;
      default -> "stop";
    };
  }

  /** The tokens, as far as they are known. */
  static JsonObject usage(Usage usage) {
    JsonObjectBuilder counted =
        new JsonObjectBuilder()
            .putIfPresent("prompt_tokens", usage.input())
            .putIfPresent("completion_tokens", usage.output())
            .putIfPresent("total_tokens", usage.total());
    if (usage.reasoning() != null) {
      counted.put(
          "completion_tokens_details",
          new JsonObjectBuilder().put("reasoning_tokens", usage.reasoning()).build());
    }
    if (usage.estimated()) {
      counted.put("estimated", true);
    }
    return counted.build();
  }
}
