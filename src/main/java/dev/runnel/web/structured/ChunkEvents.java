package dev.runnel.web.structured;

import dev.runnel.increment.ChunkForm;
import dev.runnel.increment.Place;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.LogSlice;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells what is new, as the original does: {@code {"status":"chunk","data":{"title":"Ja"}}}. */
final class ChunkEvents implements GrowthForm {

  private final Utf8JsonBuffer data = new Utf8JsonBuffer(256);
  private @Nullable Place place;
  private byte[] beforeValue = {};
  private byte[] afterValue = {};

  @Override
  public WireEvent event(LogSlice.Growth growth) {
    if (!growth.place().equals(place)) {
      place = growth.place();
      data.clear();
      data.append("{\"status\":\"chunk\",");
      ChunkForm.appendPrefix(data, place);
      beforeValue = data.toByteArray();
      afterValue = (ChunkForm.suffix(place) + "}").getBytes(StandardCharsets.US_ASCII);
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

  /** A chunk says nothing of what came before it. */
  @Override
  public void skip(LogSlice.Growth growth) {}

  @Override
  public @Nullable WireEvent rest() {
    return null;
  }
}
