package dev.runnel.patch;

import dev.runnel.json.JsonEscapes;
import dev.runnel.json.JsonValue;

/**
 * One step of a {@link JsonPatch}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4">RFC 6902, section 4</a>
 */
public sealed interface PatchOperation {

  /** The place that it changes or tests. */
  JsonPointer path();

  /** Appends the operation as a JSON object. */
  void appendJson(StringBuilder out);

  /**
   * Puts a value where none is: a new member, an item in front of the one that is there, the item
   * behind the last ({@code -} or the array's size). A member that is there, or the whole document,
   * gets the value instead of its own.
   */
  record Add(JsonPointer path, JsonValue value) implements PatchOperation {
    @Override
    public void appendJson(StringBuilder out) {
      append(out, "add", path);
      appendValue(out, value);
    }
  }

  /** Takes a member or an item away. The whole document cannot be: no value would be left. */
  record Remove(JsonPointer path) implements PatchOperation {
    @Override
    public void appendJson(StringBuilder out) {
      append(out, "remove", path);
      out.append('}');
    }
  }

  /** Puts a value in place of the one that is there. */
  record Replace(JsonPointer path, JsonValue value) implements PatchOperation {
    @Override
    public void appendJson(StringBuilder out) {
      append(out, "replace", path);
      appendValue(out, value);
    }
  }

  /** Removes the value at one place and adds it at another, which is not inside itself. */
  record Move(JsonPointer from, JsonPointer path) implements PatchOperation {
    @Override
    public void appendJson(StringBuilder out) {
      append(out, "move", path);
      appendFrom(out, from);
    }
  }

  /** Adds the value at one place also at another. */
  record Copy(JsonPointer from, JsonPointer path) implements PatchOperation {
    @Override
    public void appendJson(StringBuilder out) {
      append(out, "copy", path);
      appendFrom(out, from);
    }
  }

  /** Requires a value to be there: one that is equal by {@link JsonEquality}. */
  record Test(JsonPointer path, JsonValue value) implements PatchOperation {
    @Override
    public void appendJson(StringBuilder out) {
      append(out, "test", path);
      appendValue(out, value);
    }
  }

  private static void append(StringBuilder out, String op, JsonPointer path) {
    out.append("{\"op\":\"").append(op).append("\",\"path\":");
    JsonEscapes.appendQuoted(out, path.toString());
  }

  private static void appendValue(StringBuilder out, JsonValue value) {
    out.append(",\"value\":");
    value.appendJson(out);
    out.append('}');
  }

  private static void appendFrom(StringBuilder out, JsonPointer from) {
    out.append(",\"from\":");
    JsonEscapes.appendQuoted(out, from.toString());
    out.append('}');
  }
}
