package dev.runnel.benchmark;

import dev.runnel.increment.ChunkForm;
import dev.runnel.increment.Increment;
import dev.runnel.increment.IncrementHandler;
import dev.runnel.increment.Place;
import dev.runnel.json.Utf8JsonBuffer;
import java.nio.charset.StandardCharsets;

/** Renders each increment as the bytes of one event; the same ones as on the wire. */
final class EventWriter implements IncrementHandler {

  private static final int FULL = 64 << 10;

  private static final byte[] CHUNK = ascii("data: {\"status\":\"chunk\",");
  private static final byte[] ROOT_END = ascii("}\n\n");
  private static final byte[] MEMBER_END = ascii("}}\n\n");

  private final Utf8JsonBuffer out = new Utf8JsonBuffer(2 * FULL);
  private final Utf8JsonBuffer prefix = new Utf8JsonBuffer(256);
  private Place place = new Place("", "none yet");
  private byte[] suffix = {};
  private long written;

  @Override
  public void increment(Increment increment) {
    if (increment.begins() || !increment.place().equals(place)) {
      place = increment.place();
      prefix.clear();
      ChunkForm.appendPrefix(prefix.append(CHUNK), place);
      suffix = place.member() == null ? ROOT_END : MEMBER_END;
    }
    out.append(prefix.array(), 0, prefix.length());
    ChunkForm.appendValue(out, increment);
    out.append(suffix);
    if (out.length() > FULL) {
      written += out.length();
      out.clear();
    }
  }

  long written() {
    return written + out.length();
  }

  private static byte[] ascii(String json) {
    return json.getBytes(StandardCharsets.US_ASCII);
  }
}
