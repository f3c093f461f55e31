package dev.runnel.json;

/**
 * A text is not the JSON that was asked for, or more of it than the limits allow.
 *
 * <p>Its message says what was found, what is allowed and where; of the text it repeats one
 * character at most, besides the names in the pointer. Unchecked, because JSON is mostly read
 * inside a handler's or a listener's call, through which no checked exception could pass; the
 * methods that throw it say so.
 */
public final class JsonSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String problem;
  private final int offset;
  private final String pointer;

  /**
   * Tells a problem and its place.
   *
   * @param problem what was found and what is allowed, for people
   * @param offset characters before the place, so 0 is the first one
   * @param pointer the JSON Pointer of the value that was being read, was awaited or had just
   *     ended; of the object where a member name was awaited
   */
  public JsonSyntaxException(String problem, int offset, String pointer) {
    super(problem + " (at offset " + offset + ")", null, false, false);
    this.problem = problem;
    this.offset = offset;
    this.pointer = pointer;
  }

  /** What was found and what is allowed, without the place. */
  public String problem() {
    return problem;
  }

  /** How many characters came before the place: 0 is the first character. */
  public int offset() {
    return offset;
  }

  /** The JSON Pointer of the place, {@code ""} for the root. */
  public String pointer() {
    return pointer;
  }

  /** The same problem in a text that has more characters before the document. */
  public JsonSyntaxException after(int chars) {
    return new JsonSyntaxException(problem, offset + chars, pointer);
  }
}
