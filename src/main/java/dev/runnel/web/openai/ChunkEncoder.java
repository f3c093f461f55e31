package dev.runnel.web.openai;

import dev.runnel.completion.Progress;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.JsonSlice;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.web.UnnumberedEncoder;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chunks of a streamed completion. Questions that may follow have no place in them. */
final class ChunkEncoder extends UnnumberedEncoder {

  /** The end of every stream, whatever became of the answer. */
  private static final WireEvent DONE = event("[DONE]");

  private final Progress begun;
  private final boolean includeUsage;
  private final byte[] before;
  private final byte[] after;

  /**
   * The encoder of one client.
   *
   * @param begun what is known of the completion from the beginning on
   * @param includeUsage whether a chunk of its own tells the tokens
   */
  ChunkEncoder(Progress begun, boolean includeUsage) {
    this.begun = begun;
    this.includeUsage = includeUsage;
    String head = CompletionObject.of("chat.completion.chunk", begun).build().toJson();
    this.before =
        (head.substring(0, head.length() - 1) + ",\"choices\":[{\"index\":0,\"delta\":{\"")
            .getBytes(StandardCharsets.UTF_8);
    this.after =
        ("\"},\"finish_reason\":null}]" + (includeUsage ? ",\"usage\":null}" : "}"))
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  protected List<WireEvent> events(LogSlice slice) {
    if (slice instanceof LogSlice.Start) {
      JsonObjectBuilder role = new JsonObjectBuilder().put("role", "assistant").put("content", "");
      return List.of(choice(role.build(), null));
    } else if (slice instanceof LogSlice.Text text) {
      return List.of(delta("content", text.escaped()));
    } else if (slice instanceof LogSlice.Reasoning reasoning) {
      return List.of(delta("reasoning_content", reasoning.escaped()));
    } else if (slice instanceof LogSlice.End end) {
      return end(end.entry());
    }
    return List.of();
  }

  private WireEvent delta(String member, JsonSlice escaped) {
    Utf8JsonBuffer data = new Utf8JsonBuffer(before.length + escaped.length() + after.length + 32);
    data.append(before).append(member).append("\":\"");
    escaped.appendTo(data);
    data.append(after);
    return new WireEvent(null, data.toByteArray());
  }

  private List<WireEvent> end(LogEntry.Ended ended) {
    List<WireEvent> events = new ArrayList<>();
    if (ended instanceof LogEntry.Complete complete) {
      String reason = CompletionObject.finishReason(complete.finishReason());
      events.add(choice(new JsonObjectBuilder().build(), reason));
      if (includeUsage && complete.usage() != null) {
        events.add(chunk(List.of(), CompletionObject.usage(complete.usage())));
      }
    } else {
      events.add(event(OpenAiError.of(ended).toJson()));
    }
    events.add(DONE);
    return events;
  }

  private WireEvent choice(JsonObject delta, @Nullable String finishReason) {
    JsonObject choice =
        new JsonObjectBuilder()
            .put("index", new JsonNumber("0"))
            .put("delta", delta)
            .put("finish_reason", finishReason)
            .build();
    return chunk(List.of(choice), null);
  }

  private WireEvent chunk(List<JsonObject> choices, @Nullable JsonObject usage) {
    JsonObjectBuilder chunk =
        CompletionObject.of("chat.completion.chunk", begun)
            .put("choices", new JsonArray(List.copyOf(choices)));
    if (usage != null) {
      chunk.put("usage", usage);
    } else if (includeUsage) {
      chunk.put("usage", (String) null);
    }
    return event(chunk.build().toJson());
  }

  private static WireEvent event(String data) {
    return new WireEvent(null, data.getBytes(StandardCharsets.UTF_8));
  }
}
