package dev.runnel.patch;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.ReferenceToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names one value of a document: the reference tokens on the way to it from the root.
 *
 * <pre>{@code
 * JsonPointer.parse("/sections/0/a~1b").tokens(); // sections, 0, a/b
 * JsonPointer.parse("/tags/1").find(document); // null when there is none
 * }</pre>
 *
 * @param tokens the steps, their escapes resolved; none for the root
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
public record JsonPointer(List<String> tokens) {

  /** The whole document. */
  public static final JsonPointer ROOT = new JsonPointer(List.of());

  /** The token that names the place behind the last item of an array. */
  static final String BEHIND_LAST = "-";

  private static final int NO_INDEX = -1;

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads a pointer in its string form: empty, or tokens that each follow a {@code /}, in which
   * {@code ~1} means {@code /} and {@code ~0} means {@code ~}.
   *
   * @throws IllegalArgumentException when the text is no pointer
   */
  public static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("a pointer is empty or begins with '/'");
    }
    List<String> tokens = new ArrayList<>();
    StringBuilder token = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/') {
        tokens.add(token.toString());
        token.setLength(0);
      } else if (c == '~') {
        i++;
        token.append(escaped(text, i));
      } else {
        token.append(c);
      }
    }
    tokens.add(token.toString());
    return new JsonPointer(tokens);
  }

  private static char escaped(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : '~';
    return switch (c) {
      case '0' -> '~';
      case '1' -> '/';
      default -> throw new IllegalArgumentException("after '~' a pointer has '0' or '1'");
    };
  }

  /** Whether this names the whole document. */
  public boolean isRoot() {
    return tokens.isEmpty();
  }

  /** The container that holds the value; not to be asked of the root. */
  public JsonPointer parent() {
    return new JsonPointer(tokens.subList(0, tokens.size() - 1));
  }

  /** The name or the index of the value in its container; not to be asked of the root. */
  public String last() {
    return tokens.get(tokens.size() - 1);
  }

  /** The value that this names, or null when the document has none there. */
  public @Nullable JsonValue find(JsonValue document) {
    JsonValue value = document;
    for (String token : tokens) {
      value = child(value, token);
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** Whether this names a value inside the one that the other names. */
  boolean isInside(JsonPointer other) {
    int size = other.tokens.size();
    return tokens.size() > size && tokens.subList(0, size).equals(other.tokens);
  }

  /** The member or the item that the token names, or null. */
  static @Nullable JsonValue child(JsonValue container, String token) {
    if (container instanceof JsonObject object) {
      return object.get(token);
    }
    if (container instanceof JsonArray array) {
      int index = index(token);
      return index >= 0 && index < array.items().size() ? array.items().get(index) : null;
    }
    return null;
  }

  /**
   * The index that the token means: {@code 0}, or digits that do not begin with a zero. Negative
   * when it is none, or beyond every array.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6901#section-4">RFC 6901, section 4</a>
   */
  public static int index(String token) {
    int length = token.length();
    if (length == 0 || (length > 1 && token.charAt(0) == '0')) {
      return NO_INDEX;
    }
    long index = 0;
    for (int i = 0; i < length; i++) {
      char c = token.charAt(i);
      if (c < '0' || c > '9') {
        return NO_INDEX;
      }
      index = 10 * index + (c - '0');
      if (index > Integer.MAX_VALUE) {
        return NO_INDEX;
      }
    }
    return (int) index;
  }

  /** The string form. */
  @Override
  public String toString() {
    StringBuilder pointer = new StringBuilder();
    tokens.forEach(token -> ReferenceToken.append(pointer, token));
    return pointer.toString();
  }
}
