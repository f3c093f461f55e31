package dev.runnel.patch;

/**
 * A patch is not well-formed, passes a limit, or does not fit the document it is applied to.
 *
 * <p>Unchecked, as {@link dev.runnel.json.JsonSyntaxException} is; the methods that throw it say
 * so. Its message repeats nothing of the document, besides the names in the pointer.
 */
public final class PatchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int operation;
  private final String pointer;

  /**
   * Tells a problem and its place.
   *
   * @param problem what is wrong, for people
   * @param operation the index of the operation in its patch
   * @param pointer the JSON Pointer of the place that does not fit
   */
  public PatchException(String problem, int operation, String pointer) {
    super(problem + " (operation " + operation + ", \"" + pointer + "\")", null, false, false);
    this.operation = operation;
    this.pointer = pointer;
  }

  /** The index of the operation, 0 for the first and for a patch that has none. */
  public int operation() {
    return operation;
  }

  /**
   * The JSON Pointer of the place that does not fit; {@code ""} for the root, and when the
   * operation could not be read far enough to know.
   */
  public String pointer() {
    return pointer;
  }
}
