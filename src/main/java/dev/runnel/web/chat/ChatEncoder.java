package dev.runnel.web.chat;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.JsonSlice;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.model.Usage;
import dev.runnel.web.EventEncoder;
import dev.runnel.web.Failures;
import dev.runnel.web.Usages;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The events of chat: {@code start}, then unnamed ones whose {@code type} says what they are. */
final class ChatEncoder implements EventEncoder {

  private static final byte[] DELTA = ascii("{\"type\":\"delta\",\"chunk\":\"");
  private static final byte[] REASONING = ascii("{\"type\":\"reasoning\",\"chunk\":\"");
  private static final byte[] FOLLOW_UP = ascii("{\"type\":\"follow_up\",\"question\":\"");
  private static final byte[] END = ascii("\"}");

  private @Nullable String streamId;
  private @Nullable String conversationId;

  @Override
  public void skip(LogSlice slice) {
    if (slice instanceof LogSlice.Start start) {
      remember(start.entry());
    }
  }

  private void remember(LogEntry.Started started) {
    streamId = started.streamId();
    conversationId = started.conversationId();
  }

  @Override
  public @Nullable WireEvent encode(LogSlice slice) {
    if (slice instanceof LogSlice.Text text) {
      return event(DELTA, text.escaped());
    } else if (slice instanceof LogSlice.Reasoning reasoning) {
      return event(REASONING, reasoning.escaped());
    } else if (slice instanceof LogSlice.FollowUp followUp) {
      return event(FOLLOW_UP, followUp.escaped());
    } else if (slice instanceof LogSlice.Start start) {
      remember(start.entry());
      // Named, so that the original's client, which hears unnamed events only, does not see it.
      return event("start", start(start.entry()));
    } else if (slice instanceof LogSlice.End end) {
      return event(null, end(end.entry()));
    }
    return null;
  }

  private static WireEvent event(byte[] before, JsonSlice escaped) {
    Utf8JsonBuffer data = new Utf8JsonBuffer(before.length + escaped.length() + END.length);
    data.append(before);
    escaped.appendTo(data);
    data.append(END);
    return new WireEvent(null, data.toByteArray());
  }

  private static WireEvent event(@Nullable String name, JsonObjectBuilder data) {
    return new WireEvent(name, data.build().toJson().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObjectBuilder start(LogEntry.Started started) {
    return new JsonObjectBuilder()
        .put("type", "start")
        .put("stream_id", started.streamId())
        .putIfPresent("conversation_id", started.conversationId())
        .put("model", started.model());
  }

  private JsonObjectBuilder end(LogEntry.Ended ended) {
    JsonObjectBuilder data = new JsonObjectBuilder();
    if (ended instanceof LogEntry.Complete complete) {
      Usage usage = complete.usage();
      data.put("type", "complete")
          .put("token_usage", usage == null ? null : usage.total())
          // A provider without message ids: the stream is as good a name.
          .put("message_id", complete.messageId() == null ? streamId : complete.messageId())
          .putIfPresent("conversation_id", conversationId)
          .put("model", complete.model())
          .put("finish_reason", complete.finishReason());
      Usages.describe(usage, data);
    } else if (ended instanceof LogEntry.Failed failed) {
      data.put("type", "error").put("error", failed.message());
      Failures.describe(failed, data);
    } else if (ended instanceof LogEntry.Cancelled cancelled) {
      data.put("type", "cancelled");
      Usages.describe(cancelled.usage(), data);
    }
    return data;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
