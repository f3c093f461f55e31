package dev.runnel.increment;

import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonOption;
import dev.runnel.json.JsonPushParser;
import dev.runnel.json.JsonSyntaxException;
import java.util.Arrays;

/**
 * A JSON document whose text is still being written, told as increments.
 *
 * <pre>{@code
 * GrowingDocument document = new GrowingDocument(handler);
 * document.feed("{\"title\":\"Ja"); // STRING at /title, APPEND "Ja"
 * document.feed("va\",\"tags\":[4"); // APPEND "va", ARRAY at /tags
 * document.feed("2]}"); // SCALAR 42 at /tags/0
 * document.end();
 * }</pre>
 *
 * <p>It promises:
 *
 * <ol>
 *   <li>Folding all increments gives the document that the whole text means.
 *   <li>After each increment the folded document is a prefix of the final one: strings only grow,
 *       arrays and objects only get new members at their end, a value never changes its type.
 *   <li>The increments do not depend on how the text was cut, once neighbouring appends to one
 *       place are joined.
 *   <li>Nothing is sent twice: each place is begun once, each character appended once.
 *   <li>Work per character is bounded: each is read once. State is O(depth + longest key), where a
 *       level of depth costs the pointer of its container; plus the names of the objects that are
 *       open, which refusing repeated names needs.
 *   <li>Applying the patches of {@link PatchForm} with any RFC 6902 library gives the same
 *       documents, on a wire that stays linear.
 * </ol>
 *
 * <p>A member is announced when its value begins: a string as empty, then what it grows by; a
 * container as empty, then its members; numbers, booleans and null come whole. The text of one
 * string that comes in one {@link #feed} is one append. The root object is announced by its first
 * member, and by itself only when it closes empty; every other root by itself. What no increment
 * can express, a second value for a name, is refused.
 *
 * <p>One instance per document; not thread-safe. After an exception nothing more can be fed; what
 * was told before it stays true of the text.
 */
public final class GrowingDocument {

  private final Announcer announcer;
  private final JsonPushParser parser;

  /** A document within the default limits. */
  public GrowingDocument(IncrementHandler handler) {
    this(handler, JsonLimits.DEFAULT);
  }

  /**
   * A document with limits and options of its own.
   *
   * @param options {@link JsonOption#UNIQUE_NAMES} always holds
   */
  public GrowingDocument(IncrementHandler handler, JsonLimits limits, JsonOption... options) {
    JsonOption[] withUniqueNames = Arrays.copyOf(options, options.length + 1);
    withUniqueNames[options.length] = JsonOption.UNIQUE_NAMES;
    announcer = new Announcer(handler);
    parser = new JsonPushParser(announcer, limits, withUniqueNames);
  }

  /**
   * Takes more of the text and tells what is new.
   *
   * @return how many characters were read: all, unless {@link JsonOption#STOP_AT_END} was asked and
   *     the document ended before
   * @throws JsonSyntaxException when the text cannot be JSON, repeats a name or passes a limit;
   *     what came before that is told first
   */
  public int feed(CharSequence text) {
    try {
      return parser.feed(text);
    } finally {
      announcer.flush();
    }
  }

  /** Takes more of the text from a buffer, as {@link #feed(CharSequence)} does. */
  public int feed(char[] buffer, int from, int length) {
    try {
      return parser.feed(buffer, from, length);
    } finally {
      announcer.flush();
    }
  }

  /**
   * The text ends.
   *
   * @throws JsonSyntaxException when the document is not whole
   */
  public void end() {
    parser.end();
  }

  /**
   * Whether the document has ended, so that only white space may follow. Of a number as root this
   * is known at {@link #end}, or at the character after it.
   */
  public boolean complete() {
    return parser.rootComplete();
  }
}
