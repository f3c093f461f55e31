package dev.runnel.increment;

/**
 * What is new in a document: a value that begins, or more of the string that is open.
 *
 * @param place where
 * @param kind what
 * @param text the new text of a string, the raw JSON of a scalar, otherwise empty
 */
public record Increment(Place place, Kind kind, String text) {

  /** What an increment says. */
  public enum Kind {
    /** A string begins, empty. */
    STRING,
    /** More of a string: at least one character, never ending inside a surrogate pair. */
    APPEND,
    /** A number, true, false or null, whole, in the characters it was written in. */
    SCALAR,
    /** An object opens, empty. */
    OBJECT,
    /** An array opens, empty. */
    ARRAY
  }

  /** Whether the value begins here, so that its place has not been told before. */
  public boolean begins() {
    return kind != Kind.APPEND;
  }
}
