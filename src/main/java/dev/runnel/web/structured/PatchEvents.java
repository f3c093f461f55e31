package dev.runnel.web.structured;

import dev.runnel.increment.Increment;
import dev.runnel.increment.PatchForm;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.log.LogSlice;
import dev.runnel.patch.JsonPatch;
import dev.runnel.patch.PatchOperation;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the document as JSON Patch: {@code {"status":"patch","patch":[…]}}. */
final class PatchEvents implements GrowthForm {

  /** The log's own limits stand in front: what is in it is read back whole. */
  private static final JsonLimits UNLIMITED =
      JsonLimits.DEFAULT.withMaxStringChars(Integer.MAX_VALUE).withMaxTotalChars(Integer.MAX_VALUE);

  private final PatchForm form = new PatchForm();

  @Override
  public @Nullable WireEvent event(LogSlice.Growth growth) {
    return event(form.increment(increment(growth)));
  }

  @Override
  public void skip(LogSlice.Growth growth) {
    form.skip(increment(growth));
  }

  @Override
  public @Nullable WireEvent rest() {
    return event(form.end());
  }

  private static Increment increment(LogSlice.Growth growth) {
    String json = growth.json().toString();
    boolean text = growth.kind() == Increment.Kind.APPEND;
    return new Increment(growth.place(), growth.kind(), text ? unescaped(json) : json);
  }

  private static String unescaped(String inside) {
    if (JsonValue.parse('"' + inside + '"', UNLIMITED) instanceof JsonString string) {
      return string.value();
    }
    throw new IllegalStateException("the log holds the inside of a string");
  }

  private static @Nullable WireEvent event(List<PatchOperation> operations) {
    if (operations.isEmpty()) {
      return null;
    }
    String data = "{\"status\":\"patch\",\"patch\":" + JsonPatch.of(operations).toJson() + "}";
    return new WireEvent(null, data.getBytes(StandardCharsets.UTF_8));
  }
}
