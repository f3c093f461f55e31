package dev.runnel.increment;

import dev.runnel.json.ReferenceToken;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands: in which container, under which name. A growing document makes one place
 * for each member and gives it to all increments of it, so places can be compared by identity
 * first.
 *
 * @param path the JSON Pointer of the container, {@code ""} for the root
 * @param member the name of the member, or the index in decimal where the container is an array;
 *     null when the value is the root itself
 */
public record Place(String path, @Nullable String member) {

  /** The root itself. */
  public static final Place ROOT = new Place("", null);

  /** The JSON Pointer of the value. */
  public String pointer() {
    if (member == null) {
      return path;
    }
    StringBuilder pointer = new StringBuilder(path);
    ReferenceToken.append(pointer, member);
    return pointer.toString();
  }
}
