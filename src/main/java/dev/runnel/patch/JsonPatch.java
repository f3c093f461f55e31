package dev.runnel.patch;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations that make another document of one: all of them or none.
 *
 * <pre>{@code
 * JsonPatch patch = JsonPatch.parse(JsonValue.parse(
 *     "[{\"op\":\"add\",\"path\":\"/tags/-\",\"value\":\"river\"}]"));
 * patch.apply(JsonValue.parse("{\"tags\":[]}")); // {"tags":["river"]}
 * }</pre>
 *
 * <p>A patch is checked when it is made: its shape, its pointers, its limits. Whether it fits is
 * known when it is applied.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class JsonPatch {

  private final List<PatchOperation> operations;
  private final PatchLimits limits;

  private JsonPatch(List<PatchOperation> operations, PatchLimits limits) {
    this.operations = List.copyOf(operations);
    this.limits = limits;
  }

  /** A patch of operations that a program made, within the default limits. */
  public static JsonPatch of(List<PatchOperation> operations) {
    requireCount(operations.size(), PatchLimits.DEFAULT);
    return new JsonPatch(operations, PatchLimits.DEFAULT);
  }

  /**
   * Reads a patch document, within the default limits.
   *
   * @throws PatchException when it is none
   */
  public static JsonPatch parse(JsonValue patch) {
    return parse(patch, PatchLimits.DEFAULT);
  }

  /**
   * Reads a patch document.
   *
   * @throws PatchException when it is none, or over a limit
   */
  public static JsonPatch parse(JsonValue patch, PatchLimits limits) {
    if (!(patch instanceof JsonArray array)) {
      throw new PatchException("a patch is an array", 0, "");
    }
    requireCount(array.items().size(), limits);
    List<PatchOperation> operations = new ArrayList<>();
    for (JsonValue operation : array.items()) {
      operations.add(OperationReader.read(operations.size(), operation, limits));
    }
    return new JsonPatch(operations, limits);
  }

  private static void requireCount(int operations, PatchLimits limits) {
    if (operations > limits.maxOperations()) {
      throw new PatchException(
          "more than " + limits.maxOperations() + " operations, allowed by maxOperations",
          limits.maxOperations(),
          "");
    }
  }

  /** The operations, in the order in which they are applied. */
  public List<PatchOperation> operations() {
    return operations;
  }

  /**
   * The document that the operations make of this one, which stays as it is.
   *
   * @throws PatchException when one of them does not fit
   */
  public JsonValue apply(JsonValue document) {
    PatchedDocument patched = new PatchedDocument(document, limits);
    operations.forEach(patched::apply);
    return patched.root();
  }

  /** The patch document, as compact JSON. */
  public String toJson() {
    StringBuilder out = new StringBuilder("[");
    for (PatchOperation operation : operations) {
      if (out.length() > 1) {
        out.append(',');
      }
      operation.appendJson(out);
    }
    return out.append(']').toString();
  }
}
