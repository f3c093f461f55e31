package dev.runnel.json;

/**
 * Hears a JSON document while it arrives, in the order of the text. Everything told is certain: no
 * later character can change it.
 *
 * <p>A value is told as one of: a container (start, its members, end), a string (start, its text in
 * pieces, end), a number, a boolean or null. In an object each value follows its {@link #name}.
 */
public interface JsonHandler {

  /** An object opens. */
  void objectStart();

  /** The innermost open container, an object, closes. */
  void objectEnd();

  /** An array opens. */
  void arrayStart();

  /** The innermost open container, an array, closes. */
  void arrayEnd();

  /**
   * The name of the next member of the object.
   *
   * @param name the whole name, its escapes resolved
   */
  void name(String name);

  /** A string value begins. */
  void stringStart();

  /**
   * More of the string that is open: at least one character, escapes resolved, never ending inside
   * a surrogate pair, unless {@link JsonOption#LONE_SURROGATES} lets half a pair through. Copy what
   * must outlive the call: the buffer is the parser's or its caller's.
   */
  void stringText(char[] buffer, int offset, int length);

  /** The open string is whole. */
  void stringEnd();

  /**
   * A number.
   *
   * @param text the very characters it was written in
   */
  void numberValue(String text);

  /** True or false. */
  void booleanValue(boolean value);

  /** Null. */
  void nullValue();
}
