package dev.runnel.increment;

import dev.runnel.increment.DocumentFold.Items;
import dev.runnel.increment.DocumentFold.Members;
import dev.runnel.increment.DocumentFold.Node;
import dev.runnel.increment.DocumentFold.Text;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonEquality;
import dev.runnel.patch.JsonPatch;
import dev.runnel.patch.JsonPointer;
import dev.runnel.patch.PatchException;
import dev.runnel.patch.PatchLimits;
import dev.runnel.patch.PatchOperation;
import dev.runnel.patch.PatchOperation.Add;
import dev.runnel.patch.PatchOperation.Replace;
import dev.runnel.patch.PatchOperation.Test;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other way round: the patches of a document that grows, from a parser that sends RFC 6902
 * diffs, told as increments.
 *
 * <pre>{@code
 * [{"op":"replace","path":"","value":{}}]           nothing yet
 * [{"op":"add","path":"/title","value":""}]         STRING at /title
 * [{"op":"replace","path":"/title","value":"Ja"}]   APPEND "Ja"
 * [{"op":"replace","path":"/title","value":"Java"}] APPEND "va"
 * }</pre>
 *
 * <p>Each new value must continue the one that was told at its place: a string begins with it; an
 * array has its items, each continued, and maybe more behind them; an object has its members, each
 * continued, and maybe more; any other value equals it. All else would take back what clients show,
 * so it is refused with its pointer: another value, an item in front of others, {@code remove} and
 * {@code move}; {@code copy} too, because what it copies may still be growing. {@code test} only
 * checks.
 *
 * <p>The root object is announced by its first member, and by itself only when it is still empty at
 * {@link #end}. The members of an object may grow in any order, unlike those of a {@link
 * GrowingDocument}: diffs tell new members before they tell what is new in old ones. State is the
 * document so far. One instance per document; not thread-safe. After an exception nothing more can
 * be told.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class PatchIncrements {

  private final IncrementHandler handler;
  private final DocumentFold document = new DocumentFold();

  /** What the patch that is being read tells so far. */
  private final List<Increment> news = new ArrayList<>();

  /** The operation of that patch that is being read. */
  private int index;

  private boolean closed;

  /** A document of which nothing is known. */
  public PatchIncrements(IncrementHandler handler) {
    this.handler = handler;
  }

  /**
   * Takes one more patch, and tells what all its operations say or nothing of it.
   *
   * @throws PatchException when one of them does not continue the document
   */
  public void patch(JsonPatch patch) {
    if (closed) {
      throw new IllegalStateException("a patch was refused before");
    }
    index = 0;
    for (PatchOperation operation : patch.operations()) {
      read(operation);
      index++;
    }
    news.forEach(handler::increment);
    news.clear();
  }

  /** The document ends. */
  public void end() {
    if (document.find(JsonPointer.ROOT) instanceof Members root && root.members().isEmpty()) {
      handler.increment(new Increment(Place.ROOT, Kind.OBJECT, ""));
    }
  }

  private void read(PatchOperation operation) {
    JsonPointer path = operation.path();
    if (path.tokens().size() > PatchLimits.DEFAULT.maxDepth()) {
      throw failure(
          "more than " + PatchLimits.DEFAULT.maxDepth() + " levels, allowed by maxDepth", path);
    }
    if (operation instanceof Add add) {
      add(path, add.value());
    } else if (operation instanceof Replace replace) {
      replace(path, replace.value());
    } else if (operation instanceof Test test) {
      test(path, test.value());
    } else {
      throw failure("only add, replace and test can continue a document", path);
    }
  }

  private void add(JsonPointer path, JsonValue value) {
    if (path.isRoot()) {
      replace(path, value);
      return;
    }
    Place place = place(path);
    Node container = document.find(path.parent());
    if (container instanceof Members object) {
      grow(place, object.members().get(path.last()), value);
    } else if (container instanceof Items array) {
      int size = array.items().size();
      if (!path.last().equals("-") && JsonPointer.index(path.last()) != size) {
        throw failure("only the place behind the last item is new", path);
      }
      begin(new Place(place.path(), Integer.toString(size)), value);
    } else {
      throw failure("the document has no container there", path);
    }
  }

  private void replace(JsonPointer path, JsonValue value) {
    Node before = document.find(path);
    if (before == null && !path.isRoot()) {
      throw failure("the document has nothing there", path);
    }
    grow(place(path), before, value);
  }

  private void test(JsonPointer path, JsonValue value) {
    Node node = document.find(path);
    if (node == null || !JsonEquality.equal(node.value(), value)) {
      throw failure("the value is another one than the test asks for", path);
    }
  }

  /** Tells what a value has more than the one before. */
  private void grow(Place place, @Nullable Node before, JsonValue value) {
    if (before == null) {
      begin(place, value);
    } else if (before instanceof Text string && value instanceof JsonString now) {
      append(place, string, now.value());
    } else if (before instanceof Members object && value instanceof JsonObject now) {
      growMembers(place, object, now);
    } else if (before instanceof Items array && value instanceof JsonArray now) {
      growItems(place, array, now.items());
    } else if (!JsonEquality.equal(before.value(), value)) {
      throw failure(place);
    }
  }

  private void append(Place place, Text before, String text) {
    String told = before.text().toString();
    if (!text.startsWith(told)) {
      throw failure(place);
    }
    if (told.length() < text.length()) {
      tell(place, Kind.APPEND, text.substring(told.length()));
    }
  }

  private void growMembers(Place place, Members before, JsonObject now) {
    for (String name : before.members().keySet()) {
      if (now.get(name) == null) {
        throw failure(new Place(place.pointer(), name));
      }
    }
    String path = place.pointer();
    now.members()
        .forEach((name, member) -> grow(new Place(path, name), before.members().get(name), member));
  }

  private void growItems(Place place, Items before, List<JsonValue> now) {
    String path = place.pointer();
    int told = before.items().size();
    if (now.size() < told) {
      throw failure(new Place(path, Integer.toString(now.size())));
    }
    for (int i = 0; i < now.size(); i++) {
      Node item = i < told ? before.items().get(i) : null;
      grow(new Place(path, Integer.toString(i)), item, now.get(i));
    }
  }

  /** Tells a value of which nothing was told, with all that is in it. */
  private void begin(Place place, JsonValue value) {
    if (value instanceof JsonString string) {
      tell(place, Kind.STRING, "");
      if (!string.value().isEmpty()) {
        tell(place, Kind.APPEND, string.value());
      }
    } else if (value instanceof JsonObject object) {
      beginObject(place, object);
    } else if (value instanceof JsonArray array) {
      tell(place, Kind.ARRAY, "");
      String path = place.pointer();
      for (int i = 0; i < array.items().size(); i++) {
        begin(new Place(path, Integer.toString(i)), array.items().get(i));
      }
    } else {
      tell(place, Kind.SCALAR, value.toJson());
    }
  }

  private void beginObject(Place place, JsonObject object) {
    if (place.member() == null) {
      document.increment(new Increment(place, Kind.OBJECT, ""));
    } else {
      tell(place, Kind.OBJECT, "");
    }
    String path = place.pointer();
    object.members().forEach((name, member) -> begin(new Place(path, name), member));
  }

  private void tell(Place place, Kind kind, String text) {
    Increment increment = new Increment(place, kind, text);
    document.increment(increment);
    news.add(increment);
  }

  private static Place place(JsonPointer pointer) {
    return pointer.isRoot() ? Place.ROOT : new Place(pointer.parent().toString(), pointer.last());
  }

  private PatchException failure(Place place) {
    return failure("the value does not continue the one before", place.pointer());
  }

  private PatchException failure(String problem, JsonPointer pointer) {
    return failure(problem, pointer.toString());
  }

  private PatchException failure(String problem, String pointer) {
    closed = true;
    return new PatchException(problem, index, pointer);
  }
}
