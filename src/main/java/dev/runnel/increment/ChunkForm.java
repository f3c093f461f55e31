package dev.runnel.increment;

import dev.runnel.json.JsonEscapes;

/**
 * Writes an increment as the members of a chunk: its container and what is new in it.
 *
 * <pre>{@code
 * "data":{"title":"Jav"}
 * "path":"/sections/0","data":{"heading":""}
 * "path":"/tags","data":{"2":42}
 * "data":[]
 * }</pre>
 *
 * In the root the path is left out; in an array the member name is the index; where the value is
 * the root itself it stands alone. The whole is {@link #prefix}, {@link #value}, {@link #suffix}:
 * the first and the last depend on the place only, so they can be kept with it, and the values of
 * neighbouring appends to one place can be joined between them.
 */
public final class ChunkForm {

  private ChunkForm() {}

  /** The members of the chunk. */
  public static String render(Increment increment) {
    return prefix(increment.place()) + value(increment) + suffix(increment.place());
  }

  /** What stands before the value. */
  public static String prefix(Place place) {
    StringBuilder prefix = new StringBuilder();
    if (!place.path().isEmpty()) {
      prefix.append("\"path\":");
      JsonEscapes.appendQuoted(prefix, place.path());
      prefix.append(',');
    }
    prefix.append("\"data\":");
    if (place.member() != null) {
      prefix.append('{');
      JsonEscapes.appendQuoted(prefix, place.member());
      prefix.append(':');
    }
    return prefix.toString();
  }

  /** What stands after the value. */
  public static String suffix(Place place) {
    return place.member() == null ? "" : "}";
  }

  /** What is new, as JSON: of an append the new text only, as a string of its own. */
  public static String value(Increment increment) {
    return switch (increment.kind()) {
      case STRING -> "\"\"";
      case APPEND -> quoted(increment.text());
      case SCALAR -> increment.text();
      case OBJECT -> "{}";
      case ARRAY -> "[]";
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2);
    JsonEscapes.appendQuoted(quoted, text);
    return quoted.toString();
  }
}
