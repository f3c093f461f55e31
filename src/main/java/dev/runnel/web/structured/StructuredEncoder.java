package dev.runnel.web.structured;

import dev.runnel.increment.ChunkForm;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.web.EventEncoder;
import dev.runnel.web.Failures;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The events of structured answers, in the original's words. */
final class StructuredEncoder implements EventEncoder {

  private final Utf8JsonBuffer data = new Utf8JsonBuffer(256);
  private @Nullable Place place;
  private String beforeValue = "";
  private String afterValue = "";

  @Override
  public @Nullable WireEvent encode(LogSlice slice) {
    if (slice instanceof LogSlice.Growth growth) {
      return chunk(growth);
    } else if (slice instanceof LogSlice.Reasoning reasoning) {
      data.clear();
      data.append("{\"status\":\"reasoning\",\"chunk\":\"");
      reasoning.escaped().appendTo(data);
      data.append("\"}");
      return new WireEvent(null, data.toByteArray());
    } else if (slice instanceof LogSlice.Start) {
      return event(status("start", "开始生成响应..."));
    } else if (slice instanceof LogSlice.End end) {
      return event(end(end.entry()));
    }
    return null;
  }

  private WireEvent chunk(LogSlice.Growth growth) {
    if (!growth.place().equals(place)) {
      place = growth.place();
      beforeValue = "{\"status\":\"chunk\"," + ChunkForm.prefix(place);
      afterValue = ChunkForm.suffix(place) + "}";
    }
    data.clear();
    data.append(beforeValue);
    switch (growth.kind()) {
      case STRING, APPEND -> {
        data.append("\"");
        growth.json().appendTo(data);
        data.append("\"");
      }
      case SCALAR -> growth.json().appendTo(data);
      case OBJECT -> data.append("{}");
      case ARRAY -> data.append("[]");
    }
    data.append(afterValue);
    return new WireEvent(null, data.toByteArray());
  }

  private static JsonObjectBuilder end(LogEntry.Ended ended) {
    if (ended instanceof LogEntry.Failed failed) {
      JsonObjectBuilder error = status("error", failed.message());
      Failures.describe(failed, error);
      return error;
    }
    return ended instanceof LogEntry.Cancelled
        ? status("cancelled", "响应已取消")
        : status("end", "响应生成完成");
  }

  private static JsonObjectBuilder status(String status, String message) {
    return new JsonObjectBuilder().put("status", status).put("message", message);
  }

  private static WireEvent event(JsonObjectBuilder object) {
    return new WireEvent(null, object.build().toJson().getBytes(StandardCharsets.UTF_8));
  }
}
