package dev.runnel.increment;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.util.List;

/** What it means that a document only grows. */
public final class Prefix {

  private Prefix() {}

  /** Whether the first value can become the second by growing alone. */
  public static boolean isPrefix(JsonValue part, JsonValue whole) {
    if (part instanceof JsonString string && whole instanceof JsonString wholeString) {
      return wholeString.value().startsWith(string.value());
    }
    if (part instanceof JsonArray array && whole instanceof JsonArray wholeArray) {
      return arePrefixes(array.items(), wholeArray.items());
    }
    if (part instanceof JsonObject object && whole instanceof JsonObject wholeObject) {
      List<String> names = List.copyOf(object.members().keySet());
      List<String> wholeNames = List.copyOf(wholeObject.members().keySet());
      return names.size() <= wholeNames.size()
          && names.equals(wholeNames.subList(0, names.size()))
          && arePrefixes(
              List.copyOf(object.members().values()), List.copyOf(wholeObject.members().values()));
    }
    return part.equals(whole);
  }

  /** All but the last member are whole already: a text is written from its beginning to its end. */
  private static boolean arePrefixes(List<JsonValue> part, List<JsonValue> whole) {
    if (part.isEmpty()) {
      return true;
    }
    int last = part.size() - 1;
    return last < whole.size()
        && part.subList(0, last).equals(whole.subList(0, last))
        && isPrefix(part.get(last), whole.get(last));
  }
}
