package dev.runnel.increment;

import dev.runnel.json.Utf8JsonBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes an increment as the members of a chunk: its container and what is new in it.
 *
 * <pre>{@code
 * "data":{"title":"Jav"}
 * "path":"/sections/0","data":{"heading":""}
 * "path":"/tags","data":{"2":42}
 * "data":[]
 * }</pre>
 *
 * In the root the path is left out; in an array the member name is the index; where the value is
 * the root itself it stands alone. The whole is {@link #prefix}, {@link #appendValue value}, {@link
 * #suffix}: the first and the last depend on the place only, so they can be kept with it, and the
 * values of neighbouring appends to one place can be joined between them.
 */
public final class ChunkForm {

  private static final byte[] PATH = ascii("\"path\":");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] DATA = ascii("\"data\":");
  private static final byte[] DATA_MEMBER = ascii("\"data\":{");
  private static final byte[] COLON = ascii(":");
  private static final byte[] EMPTY_STRING = ascii("\"\"");
  private static final byte[] EMPTY_OBJECT = ascii("{}");
  private static final byte[] EMPTY_ARRAY = ascii("[]");

  private ChunkForm() {}

  /** The members of the chunk. */
  public static String render(Increment increment) {
    Utf8JsonBuffer chunk = new Utf8JsonBuffer(128);
    appendPrefix(chunk, increment.place());
    appendValue(chunk, increment);
    return text(chunk) + suffix(increment.place());
  }

  /** What stands before the value. */
  public static String prefix(Place place) {
    Utf8JsonBuffer prefix = new Utf8JsonBuffer(128);
    appendPrefix(prefix, place);
    return text(prefix);
  }

  /** What stands after the value. */
  public static String suffix(Place place) {
    return place.member() == null ? "" : "}";
  }

  /** Appends what stands before the value. */
  public static void appendPrefix(Utf8JsonBuffer out, Place place) {
    if (!place.path().isEmpty()) {
      out.append(PATH).appendString(place.path()).append(COMMA);
    }
    if (place.member() == null) {
      out.append(DATA);
    } else {
      out.append(DATA_MEMBER).appendString(place.member()).append(COLON);
    }
  }

  /** Appends what is new: of an append the new text only, as a string of its own. */
  public static void appendValue(Utf8JsonBuffer out, Increment increment) {
    switch (increment.kind()) {
      case STRING -> out.append(EMPTY_STRING);
      case APPEND -> out.appendString(increment.text());
      case SCALAR -> out.append(increment.text());
      case OBJECT -> out.append(EMPTY_OBJECT);
      case ARRAY -> out.append(EMPTY_ARRAY);
    }
  }

  private static String text(Utf8JsonBuffer json) {
    return new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String json) {
    return json.getBytes(StandardCharsets.US_ASCII);
  }
}
