package dev.runnel.patch;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * When two values mean the same: numbers when they are numerically equal however they are written,
 * objects when they have equal members in any order, strings unit by unit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4.6">RFC 6902, section 4.6</a>
 */
public final class JsonEquality {

  private JsonEquality() {}

  /** Whether the values mean the same. As deep as the shallower of the two. */
  public static boolean equal(JsonValue a, JsonValue b) {
    if (a instanceof JsonObject object && b instanceof JsonObject other) {
      return equalMembers(object.members(), other.members());
    }
    if (a instanceof JsonArray array && b instanceof JsonArray other) {
      return equalItems(array.items(), other.items());
    }
    if (a instanceof JsonNumber number && b instanceof JsonNumber other) {
      return Decimal.of(number.text()).equals(Decimal.of(other.text()));
    }
    return a.equals(b);
  }

  private static boolean equalMembers(Map<String, JsonValue> a, Map<String, JsonValue> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<String, JsonValue> member : a.entrySet()) {
      JsonValue other = b.get(member.getKey());
      if (other == null || !equal(member.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalItems(List<JsonValue> a, List<JsonValue> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
