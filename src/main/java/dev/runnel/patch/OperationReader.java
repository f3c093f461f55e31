package dev.runnel.patch;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;

/**
 * Reads one operation of a patch. Members that its {@code op} does not know are ignored.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4">RFC 6902, section 4</a>
 */
final class OperationReader {

  private final int index;
  private final JsonObject members;
  private final PatchLimits limits;

  private OperationReader(int index, JsonObject members, PatchLimits limits) {
    this.index = index;
    this.members = members;
    this.limits = limits;
  }

  static PatchOperation read(int index, JsonValue operation, PatchLimits limits) {
    if (!(operation instanceof JsonObject members)) {
      throw new PatchException("an operation is an object", index, "");
    }
    return new OperationReader(index, members, limits).read();
  }

  private PatchOperation read() {
    String op = string("op");
    return switch (op) {
      case "add" -> new PatchOperation.Add(pointer("path"), value());
      case "remove" -> new PatchOperation.Remove(pointer("path"));
      case "replace" -> new PatchOperation.Replace(pointer("path"), value());
      case "move" -> new PatchOperation.Move(pointer("from"), pointer("path"));
      case "copy" -> new PatchOperation.Copy(pointer("from"), pointer("path"));
      case "test" -> new PatchOperation.Test(pointer("path"), value());
      default -> throw failure("'op' is none of add, remove, replace, move, copy, test");
    };
  }

  private String string(String name) {
    JsonValue value = members.get(name);
    if (!(value instanceof JsonString string)) {
      throw failure("'" + name + "' " + (value == null ? "is missing" : "is no string"));
    }
    return string.value();
  }

  private JsonPointer pointer(String name) {
    String text = string(name);
    if (text.length() > limits.maxPointerChars()) {
      throw failure(
          "'"
              + name
              + "' has more than "
              + limits.maxPointerChars()
              + " characters, allowed by"
              + " maxPointerChars");
    }
    try {
      return JsonPointer.parse(text);
    } catch (IllegalArgumentException noPointer) {
      throw failure("'" + name + "' is no JSON Pointer: " + noPointer.getMessage());
    }
  }

  private JsonValue value() {
    JsonValue value = members.get("value");
    if (value == null) {
      throw new PatchException("'value' is missing", index, string("path"));
    }
    return value;
  }

  private PatchException failure(String problem) {
    return new PatchException(problem, index, "");
  }
}
