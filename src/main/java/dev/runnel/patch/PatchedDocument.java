package dev.runnel.patch;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.patch.PatchOperation.Add;
import dev.runnel.patch.PatchOperation.Copy;
import dev.runnel.patch.PatchOperation.Move;
import dev.runnel.patch.PatchOperation.Remove;
import dev.runnel.patch.PatchOperation.Replace;
import dev.runnel.patch.PatchOperation.Test;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A document between the operations of one patch. Each makes the containers on the way to its place
 * anew and shares everything else with the document before.
 */
final class PatchedDocument {

  private final PatchLimits limits;
  private JsonValue root;

  /** The index of the operation that is being applied, then of the next. */
  private int index;

  /** How many values were copied so far. */
  private int copied;

  PatchedDocument(JsonValue root, PatchLimits limits) {
    this.root = root;
    this.limits = limits;
  }

  JsonValue root() {
    return root;
  }

  /** Applies one operation; to be used no more after an exception. */
  void apply(PatchOperation operation) {
    if (operation instanceof Add add) {
      add(add.path(), add.value());
    } else if (operation instanceof Remove remove) {
      remove(remove.path());
    } else if (operation instanceof Replace replace) {
      replace(replace.path(), replace.value());
    } else if (operation instanceof Move move) {
      move(move.from(), move.path());
    } else if (operation instanceof Copy copy) {
      copy(copy.from(), copy.path());
    } else if (operation instanceof Test test) {
      test(test.path(), test.value());
    }
    index++;
  }

  private void add(JsonPointer path, JsonValue value) {
    requireDepth(path, value);
    if (path.isRoot()) {
      root = value;
    } else {
      change(path, (container, token) -> added(container, token, value, path));
    }
  }

  private void remove(JsonPointer path) {
    if (path.isRoot()) {
      throw failure("the whole document cannot be removed", path);
    }
    find(path);
    change(path, PatchedDocument::removed);
  }

  private void replace(JsonPointer path, JsonValue value) {
    requireDepth(path, value);
    find(path);
    if (path.isRoot()) {
      root = value;
    } else {
      change(path, (container, token) -> replaced(container, token, value));
    }
  }

  private void move(JsonPointer from, JsonPointer path) {
    JsonValue value = find(from);
    if (path.isInside(from)) {
      throw failure("a value cannot be moved into itself", path);
    }
    if (!path.equals(from)) {
      remove(from);
      add(path, value);
    }
  }

  private void copy(JsonPointer from, JsonPointer path) {
    JsonValue value = find(from);
    count(value, path);
    add(path, value);
  }

  private void test(JsonPointer path, JsonValue value) {
    if (!JsonEquality.equal(find(path), value)) {
      throw failure("the value is another one than the test asks for", path);
    }
  }

  private JsonValue find(JsonPointer pointer) {
    JsonValue value = pointer.find(root);
    if (value == null) {
      throw failure("the document has nothing there", pointer);
    }
    return value;
  }

  /** Changes the container that holds the place; what that returns takes its place. */
  private void change(JsonPointer path, BiFunction<JsonValue, String, JsonValue> change) {
    root = changed(root, path, 0, change);
  }

  private JsonValue changed(
      JsonValue container,
      JsonPointer path,
      int level,
      BiFunction<JsonValue, String, JsonValue> change) {
    String token = path.tokens().get(level);
    if (level == path.tokens().size() - 1) {
      return change.apply(container, token);
    }
    JsonValue child = JsonPointer.child(container, token);
    if (child == null) {
      throw failure("the document has no container there", path);
    }
    return replaced(container, token, changed(child, path, level + 1, change));
  }

  private JsonValue added(JsonValue container, String token, JsonValue value, JsonPointer path) {
    if (container instanceof JsonObject object) {
      return with(object, token, value);
    }
    if (!(container instanceof JsonArray array)) {
      throw failure("the document has no container there", path);
    }
    List<JsonValue> items = new ArrayList<>(array.items());
    int at = token.equals(JsonPointer.BEHIND_LAST) ? items.size() : JsonPointer.index(token);
    if (at < 0 || at > items.size()) {
      throw failure("the array has no such place", path);
    }
    items.add(at, value);
    return new JsonArray(items);
  }

  /** The container without the child of this name, which it has. */
  private static JsonValue removed(JsonValue container, String token) {
    if (container instanceof JsonObject object) {
      Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
      members.remove(token);
      return new JsonObject(members);
    }
    List<JsonValue> items = new ArrayList<>(((JsonArray) container).items());
    items.remove(JsonPointer.index(token));
    return new JsonArray(items);
  }

  /** The container with another value for the child of this name, which it has. */
  private static JsonValue replaced(JsonValue container, String token, JsonValue value) {
    if (container instanceof JsonObject object) {
      return with(object, token, value);
    }
    List<JsonValue> items = new ArrayList<>(((JsonArray) container).items());
    items.set(JsonPointer.index(token), value);
    return new JsonArray(items);
  }

  private static JsonObject with(JsonObject object, String name, JsonValue value) {
    Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
    members.put(name, value);
    return new JsonObject(members);
  }

  private void count(JsonValue value, JsonPointer path) {
    if (++copied > limits.maxCopiedValues()) {
      throw overLimit("maxCopiedValues", limits.maxCopiedValues(), "copied values", path);
    }
    children(value).forEach(child -> count(child, path));
  }

  private void requireDepth(JsonPointer path, JsonValue value) {
    requireDepth(path, value, path.tokens().size());
  }

  private void requireDepth(JsonPointer path, JsonValue value, int around) {
    boolean container = value instanceof JsonObject || value instanceof JsonArray;
    int depth = container ? around + 1 : around;
    if (depth > limits.maxDepth()) {
      throw overLimit("maxDepth", limits.maxDepth(), "levels", path);
    }
    children(value).forEach(child -> requireDepth(path, child, depth));
  }

  private static Collection<JsonValue> children(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object.members().values();
    }
    return value instanceof JsonArray array ? array.items() : List.of();
  }

  private PatchException overLimit(String name, int limit, String unit, JsonPointer pointer) {
    return failure("more than " + limit + " " + unit + ", allowed by " + name, pointer);
  }

  private PatchException failure(String problem, JsonPointer pointer) {
    return new PatchException(problem, index, pointer.toString());
  }
}
