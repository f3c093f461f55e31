package dev.runnel.web.structured;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.JsonSlice;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.web.EventEncoder;
import dev.runnel.web.Failures;
import dev.runnel.web.Usages;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of structured answers, in the original's words and further ones of their kind. */
final class StructuredEncoder implements EventEncoder {

  private final GrowthForm form;
  private final boolean originalEnd;

  private StructuredEncoder(GrowthForm form, boolean originalEnd) {
    this.form = form;
    this.originalEnd = originalEnd;
  }

  /** The original's events and nothing beside them: its end says only that it is one. */
  static StructuredEncoder original() {
    return new StructuredEncoder(new ChunkEvents(), true);
  }

  /** Events with all that is known at the end. */
  static StructuredEncoder of(GrowthForm form) {
    return new StructuredEncoder(form, false);
  }

  @Override
  public void skip(LogSlice slice) {
    if (slice instanceof LogSlice.Growth growth) {
      form.skip(growth);
    }
  }

  @Override
  public @Nullable WireEvent before(LogSlice next) {
    // Reasoning may come between any two pieces of a string: told at each, its text would be sent
    // again and again.
    return next instanceof LogSlice.Growth || next instanceof LogSlice.Reasoning
        ? null
        : form.rest();
  }

  @Override
  public @Nullable WireEvent encode(LogSlice slice) {
    if (slice instanceof LogSlice.Growth growth) {
      return form.event(growth);
    } else if (slice instanceof LogSlice.Text text) {
      return piece("text", text.escaped());
    } else if (slice instanceof LogSlice.Reasoning reasoning) {
      return piece("reasoning", reasoning.escaped());
    } else if (slice instanceof LogSlice.Violation violation) {
      return event(members(violation.entry(), new JsonObjectBuilder().put("status", "violation")));
    } else if (slice instanceof LogSlice.Start) {
      return event(status("start", "开始生成响应..."));
    } else if (slice instanceof LogSlice.End end) {
      return event(end(end.entry()));
    }
    return null;
  }

  private JsonObjectBuilder end(LogEntry.Ended ended) {
    if (ended instanceof LogEntry.Failed failed) {
      JsonObjectBuilder error = status("error", failed.message());
      Failures.describe(failed, error);
      return error;
    } else if (ended instanceof LogEntry.Complete complete) {
      JsonObjectBuilder end = status("end", "响应生成完成");
      if (!originalEnd) {
        validity(complete.validity(), end);
        Usages.describe(complete.usage(), end);
      }
      return end;
    }
    return status("cancelled", "响应已取消");
  }

  private static void validity(LogEntry.@Nullable Validity validity, JsonObjectBuilder end) {
    if (validity == null) {
      return;
    }
    end.put("valid", validity.valid());
    if (!validity.valid()) {
      List<JsonValue> violations = new ArrayList<>();
      for (LogEntry.Violation violation : validity.violations()) {
        violations.add(members(violation, new JsonObjectBuilder()).build());
      }
      end.put("violations", new JsonArray(violations));
    }
  }

  private static JsonObjectBuilder members(LogEntry.Violation violation, JsonObjectBuilder object) {
    return object.put("path", violation.path()).put("message", violation.message());
  }

  private static JsonObjectBuilder status(String status, String message) {
    return new JsonObjectBuilder().put("status", status).put("message", message);
  }

  private static WireEvent piece(String status, JsonSlice escaped) {
    Utf8JsonBuffer data = new Utf8JsonBuffer(escaped.length() + 40);
    data.append("{\"status\":\"").append(status).append("\",\"chunk\":\"");
    escaped.appendTo(data);
    data.append("\"}");
    return new WireEvent(null, data.toByteArray());
  }

  private static WireEvent event(JsonObjectBuilder object) {
    return new WireEvent(null, object.build().toJson().getBytes(StandardCharsets.UTF_8));
  }
}
