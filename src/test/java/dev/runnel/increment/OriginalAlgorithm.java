package dev.runnel.increment;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.json.SlowJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the system that this product follows made its chunks, defects and all: at each token it
 * repaired and parsed everything that had come so far, compared the result with the one before as
 * RFC 6902 operations, and took the text that is new from the first of them.
 */
final class OriginalAlgorithm {

  /** One operation: its value is absent when it removes. */
  private record Operation(String path, Optional<JsonValue> value) {}

  private static final Set<String> FIELDS = Set.of("/title", "/summary");

  private final StringBuilder buffer = new StringBuilder();
  private final Map<String, String> lastValues = new HashMap<>();
  private final List<Map.Entry<String, String>> chunks = new ArrayList<>();
  private @Nullable JsonValue previous;
  private long charactersRead;

  /** One more token of the model; fails as the original did. */
  void feed(String token) {
    buffer.append(token);
    Optional<JsonValue> parsed = parsePartially(buffer.toString().strip());
    if (parsed.isPresent() && !parsed.get().equals(previous)) {
      List<Operation> operations = new ArrayList<>();
      compare("", previous, parsed.get(), operations);
      previous = parsed.get();
      process(operations.get(0));
    }
  }

  /** The chunks so far: the name of a field and its new text. */
  List<Map.Entry<String, String>> chunks() {
    return chunks;
  }

  /** What its client shows: the chunks of each field, one after the other. */
  JsonObject shown() {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> chunk : chunks) {
      fields.merge(
          chunk.getKey(),
          new JsonString(chunk.getValue()),
          (before, more) ->
              new JsonString(((JsonString) before).value() + ((JsonString) more).value()));
    }
    return new JsonObject(fields);
  }

  /** How many characters were read, once for each time. */
  long charactersRead() {
    return charactersRead;
  }

  /** Sends what the value has more than the last one; all of it when it does not go on from it. */
  private void process(Operation operation) {
    JsonValue value =
        operation.value().orElseThrow(() -> new NoSuchElementException("KeyError: 'value'"));
    if (FIELDS.contains(operation.path()) && value instanceof JsonString string) {
      String last = lastValues.getOrDefault(operation.path(), "");
      String text = string.value();
      chunks.add(
          Map.entry(
              operation.path().substring(1),
              text.startsWith(last) ? text.substring(last.length()) : text));
      lastValues.put(operation.path(), text);
    }
  }

  /** Closes what is open, then drops characters from the end until the rest is JSON. */
  private Optional<JsonValue> parsePartially(String text) {
    Optional<JsonValue> whole = parse(text);
    if (whole.isPresent()) {
      return whole;
    }
    StringBuilder closers = new StringBuilder();
    boolean inString = false;
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      charactersRead++;
      if (inString) {
        inString = c != '"' || escaped;
        escaped = c == '\\' && !escaped;
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        closers.insert(0, c == '{' ? '}' : ']');
      } else if (c == '}' || c == ']') {
        if (closers.isEmpty() || closers.charAt(0) != c) {
          return Optional.empty();
        }
        closers.deleteCharAt(0);
      }
    }
    StringBuilder kept = new StringBuilder(text);
    if (inString) {
      kept.setLength(escaped ? kept.length() - 1 : kept.length());
      kept.append('"');
    }
    for (; kept.length() > 0; kept.setLength(kept.length() - 1)) {
      Optional<JsonValue> repaired = parse(kept.toString() + closers);
      if (repaired.isPresent()) {
        return repaired;
      }
    }
    return Optional.empty();
  }

  private Optional<JsonValue> parse(String text) {
    charactersRead += text.length();
    return SlowJson.parse(text);
  }

  /** Operations from one value to the next: first what is gone, then what is new, then the rest. */
  private static void compare(
      String path, @Nullable JsonValue before, JsonValue now, List<Operation> operations) {
    if (before instanceof JsonObject object && now instanceof JsonObject nowObject) {
      compareMembers(path, object.members(), nowObject.members(), operations);
    } else if (before instanceof JsonArray array && now instanceof JsonArray nowArray) {
      compareMembers(path, byIndex(array), byIndex(nowArray), operations);
    } else if (!now.equals(before)) {
      operations.add(new Operation(path, Optional.of(now)));
    }
  }

  private static void compareMembers(
      String path,
      Map<String, JsonValue> before,
      Map<String, JsonValue> now,
      List<Operation> operations) {
    Set<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(now.keySet());
    Set<String> added = new TreeSet<>(now.keySet());
    added.removeAll(before.keySet());
    List<String> changed = new ArrayList<>(gone);
    changed.addAll(added);
    for (String name : changed) {
      operations.add(new Operation(path + "/" + name, Optional.ofNullable(now.get(name))));
    }
    for (Map.Entry<String, JsonValue> member : before.entrySet()) {
      JsonValue next = now.get(member.getKey());
      if (next != null) {
        compare(path + "/" + member.getKey(), member.getValue(), next, operations);
      }
    }
  }

  private static Map<String, JsonValue> byIndex(JsonArray array) {
    Map<String, JsonValue> members = new HashMap<>();
    for (int i = 0; i < array.items().size(); i++) {
      members.put(Integer.toString(i), array.items().get(i));
    }
    return members;
  }
}
