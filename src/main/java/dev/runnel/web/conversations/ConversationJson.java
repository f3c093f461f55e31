package dev.runnel.web.conversations;

import dev.runnel.conversation.Answer;
import dev.runnel.conversation.Exchange;
import dev.runnel.conversation.ReaderView;
import dev.runnel.conversation.Summary;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversations in JSON. Times are ISO 8601 in UTC, to the millisecond. */
final class ConversationJson {

  private ConversationJson() {}

  static JsonValue list(List<Summary> conversations) {
    List<JsonValue> entries = new ArrayList<>();
    for (Summary each : conversations) {
      entries.add(summary(each).build());
    }
    return new JsonObjectBuilder().put("conversations", new JsonValue.JsonArray(entries)).build();
  }

  static JsonObjectBuilder summary(Summary about) {
    return new JsonObjectBuilder()
        .put("id", about.id())
        .put("title", about.title())
        .put("created", time(about.created()))
        .put("updated", time(about.updated()));
  }

  static JsonValue view(ReaderView view) {
    List<JsonValue> messages = new ArrayList<>();
    for (Exchange exchange : view.exchanges()) {
      Answer answer = exchange.answer();
      boolean silent = exchange.said().isEmpty();
      String broken = answer == null ? null : broken(answer.ending());
      messages.add(
          message(
              "user",
              exchange.question(),
              exchange.asked(),
              exchange.streamId(),
              silent ? broken : null));
      if (answer != null && !silent) {
        messages.add(
            message("assistant", answer.text(), answer.ended(), exchange.streamId(), broken));
      }
    }
    JsonObjectBuilder json =
        summary(view.about()).put("messages", new JsonValue.JsonArray(messages));
    String live = view.live();
    if (live != null) {
      json.put("live", new JsonObjectBuilder().put("stream_id", live).build());
    }
    return json.build();
  }

  private static JsonValue message(
      String role, String content, Instant time, String streamId, @Nullable String broken) {
    return new JsonObjectBuilder()
        .put("role", role)
        .put("content", content)
        .put("created", time(time))
        .put("stream_id", streamId)
        .putIfPresent("ended", broken)
        .build();
  }

  /** How an answer ended that is not whole, in the words of the streams; else null. */
  private static @Nullable String broken(Answer.Ending ending) {
    return switch (ending) {
      case COMPLETE -> null;
      case CANCELLED -> "cancelled";
      case FAILED -> "error";
    };
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
