package dev.runnel.increment;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a document together from its increments, in order: after each, {@link #value} is a prefix of
 * the final document, in the end the document.
 *
 * <p>An increment that does not go on with what came before is refused with {@link
 * IllegalArgumentException}: one was lost, or came twice.
 */
public final class DocumentFold implements IncrementHandler {

  /** A value that can still grow. */
  sealed interface Node {
    JsonValue value();
  }

  record Text(StringBuilder text) implements Node {
    @Override
    public JsonValue value() {
      return new JsonString(text.toString());
    }
  }

  record Scalar(JsonValue value) implements Node {}

  record Members(Map<String, Node> members) implements Node {
    @Override
    public JsonValue value() {
      Map<String, JsonValue> values = new LinkedHashMap<>();
      members.forEach((name, member) -> values.put(name, member.value()));
      return new JsonObject(values);
    }
  }

  record Items(List<Node> items) implements Node {
    @Override
    public JsonValue value() {
      return new JsonArray(items.stream().map(Node::value).toList());
    }
  }

  private @Nullable Node root;

  /** The string that was appended to last: nearly always the one that is appended to next. */
  private @Nullable Text open;

  private @Nullable Place openPlace;

  /** The container that got a member last, and its pointer. */
  private @Nullable Node container;

  private String containerPath = "";

  /** The document so far; null before its first increment. */
  public @Nullable JsonValue value() {
    return root == null ? null : root.value();
  }

  @Override
  public void increment(Increment increment) {
    if (increment.begins()) {
      begin(increment.place(), node(increment));
    } else {
      text(increment.place()).text().append(increment.text());
    }
  }

  private Text text(Place place) {
    if (open == null || !place.equals(openPlace)) {
      if (!(find(JsonPointer.parse(place.pointer())) instanceof Text found)) {
        throw new IllegalArgumentException("no string to append to");
      }
      open = found;
      openPlace = place;
    }
    return open;
  }

  private void begin(Place place, Node node) {
    String member = place.member();
    if (member == null) {
      require(root == null);
      root = node;
      return;
    }
    if (root == null && place.path().isEmpty()) {
      root = new Members(new LinkedHashMap<>());
    }
    if (container == null || !place.path().equals(containerPath)) {
      container = find(JsonPointer.parse(place.path()));
      containerPath = place.path();
    }
    if (container instanceof Members object) {
      require(object.members().putIfAbsent(member, node) == null);
    } else if (container instanceof Items array) {
      require(member.equals(Integer.toString(array.items().size())));
      array.items().add(node);
    } else {
      throw new IllegalArgumentException("no container to begin a member in");
    }
  }

  /** What stands there so far; null when nothing does. */
  @Nullable Node find(JsonPointer pointer) {
    Node node = root;
    for (String token : pointer.tokens()) {
      if (node instanceof Members object) {
        node = object.members().get(token);
      } else if (node instanceof Items array) {
        int index = JsonPointer.index(token);
        node = index >= 0 && index < array.items().size() ? array.items().get(index) : null;
      } else {
        return null;
      }
    }
    return node;
  }

  private static Node node(Increment increment) {
    return switch (increment.kind()) {
      case STRING, APPEND -> new Text(new StringBuilder());
      case SCALAR -> new Scalar(JsonValue.parse(increment.text()));
      case OBJECT -> new Members(new LinkedHashMap<>());
      case ARRAY -> new Items(new ArrayList<>());
    };
  }

  private static void require(boolean newPlace) {
    if (!newPlace) {
      throw new IllegalArgumentException("the place has begun already, or one before is missing");
    }
  }
}
