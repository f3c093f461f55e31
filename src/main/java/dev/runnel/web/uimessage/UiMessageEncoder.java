package dev.runnel.web.uimessage;

import dev.runnel.completion.Progress;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.JsonSlice;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.model.Usage;
import dev.runnel.web.UnnumberedEncoder;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one message of the assistant. Its id is the stream's, so that a client which is told
 * everything once more puts it in the place of what it has.
 */
final class UiMessageEncoder extends UnnumberedEncoder {

  /** The end of every stream, whatever became of the answer. */
  static final WireEvent DONE = new WireEvent(null, ascii("[DONE]"));

  private static final byte[] QUOTE_END = ascii("\"}");

  private final Supplier<Progress> progress;

  /** The id of the part that grows, or null; texts of reasoning and answer alternate. */
  private @Nullable String open;

  private String openKind = "";
  private int parts;
  private int followUps;

  /**
   * The encoder of one client.
   *
   * @param progress how far the completion is; asked once, at its end
   */
  UiMessageEncoder(Supplier<Progress> progress) {
    this.progress = progress;
  }

  @Override
  protected List<WireEvent> events(LogSlice slice) {
    List<WireEvent> events = new ArrayList<>();
    if (slice instanceof LogSlice.Start start) {
      events.add(event(type("start").put("messageId", start.entry().streamId())));
      events.add(event(type("start-step")));
    } else if (slice instanceof LogSlice.Text text) {
      grow("text", text.escaped(), events);
    } else if (slice instanceof LogSlice.Reasoning reasoning) {
      grow("reasoning", reasoning.escaped(), events);
    } else if (slice instanceof LogSlice.FollowUp followUp) {
      close(events);
      events.add(followUp(followUp.escaped()));
    } else if (slice instanceof LogSlice.End end) {
      close(events);
      end(end.entry(), events);
      events.add(DONE);
    }
    return events;
  }

  private void grow(String kind, JsonSlice escaped, List<WireEvent> events) {
    if (!kind.equals(openKind)) {
      close(events);
      parts++;
      open = kind + "-" + parts;
      openKind = kind;
      events.add(event(type(kind + "-start").put("id", open)));
    }
    Utf8JsonBuffer data = new Utf8JsonBuffer(64 + escaped.length());
    data.append("{\"type\":\"" + kind + "-delta\",\"id\":\"" + open + "\",\"delta\":\"");
    events.add(ended(data, escaped, QUOTE_END));
  }

  private void close(List<WireEvent> events) {
    if (open != null) {
      events.add(event(type(openKind + "-end").put("id", open)));
      open = null;
      openKind = "";
    }
  }

  private WireEvent followUp(JsonSlice escaped) {
    followUps++;
    Utf8JsonBuffer data = new Utf8JsonBuffer(96 + escaped.length());
    data.append(
        "{\"type\":\"data-follow-up\",\"id\":\"follow-up-"
            + followUps
            + "\",\"data\":{\"question\":\"");
    return ended(data, escaped, ascii("\"}}"));
  }

  private void end(LogEntry.Ended ended, List<WireEvent> events) {
    if (ended instanceof LogEntry.Complete complete) {
      events.add(event(type("finish-step")));
      events.add(
          event(
              type("finish")
                  .put("finishReason", finishReason(complete.finishReason()))
                  .put("messageMetadata", metadata(complete))));
    } else if (ended instanceof LogEntry.Failed failed) {
      events.add(event(type("error").put("errorText", errorText(failed))));
    } else {
      events.add(event(type("abort").put("reason", "The answer was stopped.")));
    }
  }

  /** The words of the SDK, which is strict about them. */
  private static String finishReason(String reason) {
    return switch (reason) {
      case "stop", "length" -> reason;
      case "content_filter" -> "content-filter";
      case "tool_calls" -> "tool-calls";
      default -> "other";
    };
  }

  private JsonObject metadata(LogEntry.Complete complete) {
    JsonObjectBuilder metadata = new JsonObjectBuilder().put("model", complete.model());
    Usage usage = complete.usage();
    if (usage != null) {
      metadata.put(
          "usage",
          new JsonObjectBuilder()
              .putIfPresent("inputTokens", usage.input())
              .putIfPresent("outputTokens", usage.output())
              .putIfPresent("reasoningTokens", usage.reasoning())
              .putIfPresent("totalTokens", usage.total())
              .build());
      if (usage.estimated()) {
        metadata.put("estimated", true);
      }
    }
    Duration first = progress.get().timeToFirstToken();
    return metadata
        .putIfPresent("timeToFirstTokenMs", first == null ? null : (Long) first.toMillis())
        .build();
  }

  /** All that the SDK passes on of a failure is its text: what helps stands in it. */
  private static String errorText(LogEntry.Failed failed) {
    String logId = failed.logId() == null ? "" : ", log id " + failed.logId();
    return failed.message() + " (" + failed.code().code() + logId + ")";
  }

  private static JsonObjectBuilder type(String type) {
    return new JsonObjectBuilder().put("type", type);
  }

  private static WireEvent event(JsonObjectBuilder data) {
    return new WireEvent(null, data.build().toJson().getBytes(StandardCharsets.UTF_8));
  }

  private static WireEvent ended(Utf8JsonBuffer data, JsonSlice escaped, byte[] end) {
    escaped.appendTo(data);
    data.append(end);
    return new WireEvent(null, data.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
