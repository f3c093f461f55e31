package dev.runnel.simulation;

import dev.runnel.increment.DocumentFold;
import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer as somebody has it: from the entries of a log, or as a client puts it together from the
 * events of all its connections.
 */
final class Reading {

  /** A string may lag in a patched document by less than this part of what was sent. */
  private static final int GROWTH = 16;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<String> followUps = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final DocumentFold fold = new DocumentFold();
  private JsonValue patched = new JsonObject(Map.of());
  private int starts;
  private int ends;

  private Reading() {}

  /** What the entries say. */
  static Reading of(List<Entry> entries) {
    Reading reading = new Reading();
    for (Entry entry : entries) {
      switch (entry.kind()) {
        case START -> reading.starts++;
        case TEXT -> reading.text.append(Wire.unescaped(entry.json()));
        case REASONING -> reading.reasoning.append(Wire.unescaped(entry.json()));
        case FOLLOW_UP -> reading.followUps.add(Wire.unescaped(entry.json()));
        case VIOLATION -> reading.violations.add(String.valueOf(entry.other()));
        case END -> reading.ends++;
        default -> reading.fold.increment(entry.increment());
      }
    }
    return reading;
  }

  /**
   * What a client has.
   *
   * @throws RuntimeException if the events do not go on with each other
   */
  static Reading of(Form form, List<Client.Event> events) {
    Reading reading = new Reading();
    for (Client.Event event : events) {
      JsonObject data = event.data();
      String word = data.string(form == Form.CHAT ? "type" : "status");
      switch (String.valueOf(word)) {
        case "start" -> reading.starts++;
        case "delta", "text" -> reading.text.append(data.string("chunk"));
        case "reasoning" -> reading.reasoning.append(data.string("chunk"));
        case "follow_up" -> reading.followUps.add(String.valueOf(data.string("question")));
        case "violation" -> reading.violations.add(String.valueOf(data.string("path")));
        case "chunk" -> reading.fold.increment(increment(data));
        case "patch" ->
            reading.patched =
                JsonPatch.parse(Objects.requireNonNull(data.get("patch"))).apply(reading.patched);
        default -> reading.ends++;
      }
    }
    return reading;
  }

  private static Increment increment(JsonObject data) {
    String path = data.string("path");
    JsonValue value = Objects.requireNonNull(data.get("data"));
    String member = null;
    if (value instanceof JsonObject object && !object.members().isEmpty()) {
      Map.Entry<String, JsonValue> only = object.members().entrySet().iterator().next();
      member = only.getKey();
      value = only.getValue();
    }
    Place place = new Place(path == null ? "" : path, member);
    if (value instanceof JsonString string) {
      return string.value().isEmpty()
          ? new Increment(place, Increment.Kind.STRING, "")
          : new Increment(place, Increment.Kind.APPEND, string.value());
    } else if (value instanceof JsonObject) {
      return new Increment(place, Increment.Kind.OBJECT, "");
    } else if (value instanceof JsonArray) {
      return new Increment(place, Increment.Kind.ARRAY, "");
    }
    return new Increment(place, Increment.Kind.SCALAR, value.toJson());
  }

  /** The last entries there were. */
  int ends() {
    return ends;
  }

  /** The document so far, or null. */
  @Nullable JsonValue document() {
    return fold.value();
  }

  /** What a client has otherwise than the log up to the same position; null if nothing. */
  @Nullable String differsFrom(Reading log, Form form) {
    if (starts != log.starts || ends != log.ends) {
      return "starts " + starts + " of " + log.starts + ", ends " + ends + " of " + log.ends;
    } else if (!text.toString().equals(log.text.toString())) {
      return "text '" + text + "' instead of '" + log.text + "'";
    } else if (!reasoning.toString().equals(log.reasoning.toString())) {
      return "reasoning '" + reasoning + "' instead of '" + log.reasoning + "'";
    } else if (!followUps.equals(log.followUps) || violations.size() != log.violations.size()) {
      return "follow-ups " + followUps + ", violations " + violations;
    }
    JsonValue expected = log.document();
    if (form == Form.JSON_PATCH) {
      JsonValue whole = expected == null ? new JsonObject(Map.of()) : expected;
      return agrees(patched, whole, ends == 0)
          ? null
          : "document " + patched.toJson() + " instead of " + whole.toJson();
    }
    return Objects.equals(fold.value(), expected)
        ? null
        : "document " + fold.value() + " instead of " + expected;
  }

  /** Whether a patched document is the whole one, its last string maybe a little behind. */
  private static boolean agrees(JsonValue patched, JsonValue whole, boolean mayLag) {
    if (!mayLag || patched.equals(whole)) {
      return patched.equals(whole);
    }
    if (patched instanceof JsonString part && whole instanceof JsonString all) {
      int missing = all.value().length() - part.value().length();
      return all.value().startsWith(part.value()) && GROWTH * missing < part.value().length();
    }
    if (patched instanceof JsonArray part && whole instanceof JsonArray all) {
      return lastAgrees(part.items(), all.items());
    }
    if (patched instanceof JsonObject part && whole instanceof JsonObject all) {
      Map<String, JsonValue> members = new LinkedHashMap<>(part.members());
      return members.keySet().equals(all.members().keySet())
          && lastAgrees(
              all.members().keySet().stream().map(members::get).toList(),
              List.copyOf(all.members().values()));
    }
    return false;
  }

  private static boolean lastAgrees(List<JsonValue> part, List<JsonValue> all) {
    int last = all.size() - 1;
    return part.size() == all.size()
        && last >= 0
        && part.subList(0, last).equals(all.subList(0, last))
        && agrees(part.get(last), all.get(last), true);
  }

  /** The text and the reasoning so far. */
  String words() {
    return text + "\u0000" + reasoning;
  }
}
