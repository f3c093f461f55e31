package dev.runnel.json;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A container that has not closed: where the parser is, seen from the innermost one outwards. */
final class OpenContainer {

  private static final int MAX_INDEX_CHARS = 10;

  private final @Nullable OpenContainer parent;
  private final boolean object;
  private final int depth;
  private final int pointerChars;

  /** The member whose value is read, awaited or just ended; null where a name is awaited. */
  private @Nullable String name;

  /** The item that is read, awaited or just ended. */
  private int index;

  /** The names so far, kept only where repeated ones are refused; null before the first. */
  private @Nullable Set<String> names;

  OpenContainer(@Nullable OpenContainer parent, boolean object) {
    this.parent = parent;
    this.object = object;
    this.depth = parent == null ? 1 : parent.depth + 1;
    this.pointerChars = parent == null ? 0 : parent.memberPointerChars();
  }

  @Nullable OpenContainer parent() {
    return parent;
  }

  boolean isObject() {
    return object;
  }

  int depth() {
    return depth;
  }

  void nextItem() {
    index++;
  }

  void awaitName() {
    name = null;
  }

  void name(String newName) {
    name = newName;
  }

  /** Keeps the name; false when the object already had it. */
  boolean addName(String newName) {
    if (names == null) {
      names = new HashSet<>();
    }
    return names.add(newName);
  }

  /** Whether {@link #memberPointer} is longer than this. */
  boolean memberPointerExceeds(int chars) {
    // No token is longer than if all of it were escaped: counting is for long pointers only.
    int longest = 1 + (name == null ? MAX_INDEX_CHARS : 2 * name.length());
    return pointerChars + longest > chars && memberPointerChars() > chars;
  }

  private int memberPointerChars() {
    if (object) {
      return pointerChars + (name == null ? 0 : ReferenceToken.length(name));
    }
    int digits = 1;
    for (int rest = index; rest >= 10; rest /= 10) {
      digits++;
    }
    return pointerChars + 1 + digits;
  }

  /** The pointer of the current member, or of the container where a name is awaited. */
  String memberPointer() {
    OpenContainer[] path = new OpenContainer[depth];
    for (OpenContainer open = this; open != null; open = open.parent) {
      path[open.depth - 1] = open;
    }
    StringBuilder pointer = new StringBuilder();
    for (OpenContainer open : path) {
      String token = open.token();
      if (token != null) {
        ReferenceToken.append(pointer, token);
      }
    }
    return pointer.toString();
  }

  private @Nullable String token() {
    return object ? name : Integer.toString(index);
  }
}
