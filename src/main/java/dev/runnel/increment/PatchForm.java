package dev.runnel.increment;

import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPointer;
import dev.runnel.patch.PatchOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the increments of one document as RFC 6902 operations, for clients that only replace:
 *
 * <pre>{@code
 * STRING at /title  [{"op":"replace","path":"","value":{}},{"op":"add","path":"/title","value":""}]
 * APPEND "Ja"       [{"op":"replace","path":"/title","value":"Ja"}]
 * APPEND "va"       [{"op":"replace","path":"/title","value":"Java"}]
 * ARRAY at /tags    [{"op":"add","path":"/tags","value":[]}]
 * SCALAR at /tags/0 [{"op":"add","path":"/tags/0","value":42}]
 * }</pre>
 *
 * <p>Applying the patches with any RFC 6902 library gives the same documents, on a wire that stays
 * linear: a string is sent again only when it grew by a sixteenth since it was last sent, or when
 * it closes. So each time is at most 16/17 of the next; of a string of n characters at most 18 n
 * are sent, however it was cut. It closes with the next increment that begins a value, or with
 * {@link #end}. Until then the client's document may lag behind, by less than a sixteenth of that
 * string.
 *
 * <p>For the increments of a {@link GrowingDocument}, in order and from the first on; state is the
 * open string. One instance per client; not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class PatchForm {

  /** A string is sent again when what is new in it is this part of what was sent. */
  private static final int GROWTH = 16;

  private static final JsonObject EMPTY_OBJECT = new JsonObject(Map.of());
  private static final JsonArray EMPTY_ARRAY = new JsonArray(List.of());

  private boolean rootBegun;

  /** The string that is open, or was the last to be; null when another value came after it. */
  private @Nullable Place open;

  private final StringBuilder text = new StringBuilder();

  /** How many characters of the open string the client has for certain. */
  private int sent;

  /**
   * The operations that tell what is new; none while a string waits until sending it is worth it.
   *
   * @throws IllegalArgumentException when it appends to another string than the open one
   */
  public List<PatchOperation> increment(Increment increment) {
    List<PatchOperation> operations = new ArrayList<>();
    if (increment.kind() == Kind.APPEND) {
      take(increment);
      if ((long) GROWTH * (text.length() - sent) >= sent) {
        send(operations);
      }
    } else {
      send(operations);
      begin(increment, operations);
      take(increment);
    }
    return operations;
  }

  /**
   * Takes an increment that the client, who comes back in the middle of the document, had before.
   * What it has of a string that was still open is not known: that string is sent again.
   *
   * @throws IllegalArgumentException when it appends to another string than the open one
   */
  public void skip(Increment increment) {
    take(increment);
    sent = 0;
  }

  /**
   * The operations that are left when the document, or what there is of it, ends. Also for the case
   * that something else is to be told first: the open string may go on after it.
   */
  public List<PatchOperation> end() {
    List<PatchOperation> operations = new ArrayList<>();
    send(operations);
    return operations;
  }

  /** Keeps what the operations to come depend on. */
  private void take(Increment increment) {
    if (increment.kind() == Kind.APPEND) {
      if (!increment.place().equals(open)) {
        throw new IllegalArgumentException("no string to append to");
      }
      text.append(increment.text());
    } else {
      rootBegun = true;
      open = increment.kind() == Kind.STRING ? increment.place() : null;
      text.setLength(0);
      sent = 0;
    }
  }

  /** Sends the open string, if there is one of which the client may not have all. */
  private void send(List<PatchOperation> operations) {
    if (open != null && sent < text.length()) {
      sent = text.length();
      operations.add(new PatchOperation.Replace(pointer(open), new JsonString(text.toString())));
    }
  }

  private void begin(Increment increment, List<PatchOperation> operations) {
    JsonValue value = value(increment);
    if (increment.place().member() == null) {
      operations.add(new PatchOperation.Replace(JsonPointer.ROOT, value));
      return;
    }
    if (!rootBegun) {
      operations.add(new PatchOperation.Replace(JsonPointer.ROOT, EMPTY_OBJECT));
    }
    operations.add(new PatchOperation.Add(pointer(increment.place()), value));
  }

  private static JsonValue value(Increment increment) {
    return switch (increment.kind()) {
      case STRING, APPEND -> new JsonString(increment.text());
      case SCALAR -> JsonValue.parse(increment.text());
      case OBJECT -> EMPTY_OBJECT;
      case ARRAY -> EMPTY_ARRAY;
    };
  }

  private static JsonPointer pointer(Place place) {
    return JsonPointer.parse(place.pointer());
  }
}
