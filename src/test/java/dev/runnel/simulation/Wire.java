package dev.runnel.simulation;

import dev.runnel.increment.Place;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.log.LogEntry;
import dev.runnel.simulation.Entry.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must be on the wire for entries of a log: the documented words, written a second time. */
final class Wire {

  private static final JsonLimits UNLIMITED =
      JsonLimits.DEFAULT.withMaxStringChars(Integer.MAX_VALUE).withMaxTotalChars(Integer.MAX_VALUE);

  private Wire() {}

  static JsonObject parse(String data) {
    if (JsonValue.parse(data, UNLIMITED) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException("no object: " + data);
  }

  /** The text of the inside of a JSON string. */
  static String unescaped(String inside) {
    return ((JsonString) JsonValue.parse('"' + inside + '"', UNLIMITED)).value();
  }

  /** Whether an event tells the document by a patch, which may hold back and catch up. */
  static boolean isPatch(JsonObject data) {
    return "patch".equals(data.string("status"));
  }

  /**
   * What is wrong with an event that says it tells these entries, all of them and once; null if
   * nothing is.
   */
  static @Nullable String wrong(
      Form form, List<Entry> told, @Nullable String name, JsonObject data) {
    if (isPatch(data)) {
      return form == Form.JSON_PATCH && told.stream().allMatch(entry -> entry.kind().growth())
          ? null
          : "a patch for " + told;
    }
    Entry whole = null;
    for (Entry entry : told) {
      if (form == Form.JSON_PATCH && entry.kind().growth()) {
        // Held back: told by a patch before or after.
        continue;
      }
      whole = whole == null ? entry : whole.joined(entry);
      if (whole == null) {
        return "one event for entries that cannot be joined: " + told;
      }
    }
    return whole != null && says(form, whole, name, data) ? null : "another event for " + told;
  }

  private static boolean says(Form form, Entry entry, @Nullable String name, JsonObject data) {
    if ((form == Form.CHAT && entry.kind() == Kind.START) != "start".equals(name)) {
      return false;
    }
    return switch (entry.kind()) {
      case START -> word(form, data).equals("start");
      case TEXT -> data.equals(piece(form, form == Form.CHAT ? "delta" : "text", entry));
      case REASONING -> data.equals(piece(form, "reasoning", entry));
      case FOLLOW_UP ->
          data.equals(parse("{\"type\":\"follow_up\",\"question\":\"" + entry.json() + "\"}"));
      case STRING, APPEND, SCALAR, OBJECT, ARRAY -> data.equals(chunk(entry));
      case VIOLATION ->
          entry.other() instanceof LogEntry.Violation violation
              && word(form, data).equals("violation")
              && violation.path().equals(data.string("path"))
              && violation.message().equals(data.string("message"));
      case END -> word(form, data).equals(end(form, entry)) && same(entry, data);
    };
  }

  /** Whether an event is the last one of its stream. */
  static boolean isTerminal(Form form, JsonObject data) {
    return List.of("complete", "end", "error", "cancelled").contains(word(form, data));
  }

  private static String word(Form form, JsonObject data) {
    return String.valueOf(data.string(form == Form.CHAT ? "type" : "status"));
  }

  private static String end(Form form, Entry entry) {
    if (entry.other() instanceof LogEntry.Complete) {
      return form == Form.CHAT ? "complete" : "end";
    }
    return entry.other() instanceof LogEntry.Cancelled ? "cancelled" : "error";
  }

  private static boolean same(Entry entry, JsonObject data) {
    return !(entry.other() instanceof LogEntry.Failed failed)
        || failed.code().code().equals(data.string("code"));
  }

  private static JsonObject piece(Form form, String word, Entry entry) {
    String key = form == Form.CHAT ? "type" : "status";
    return parse("{\"" + key + "\":\"" + word + "\",\"chunk\":\"" + entry.json() + "\"}");
  }

  private static JsonObject chunk(Entry entry) {
    Place place = entry.increment().place();
    String value =
        switch (entry.kind()) {
          case OBJECT -> "{}";
          case ARRAY -> "[]";
          case SCALAR -> entry.json();
          default -> '"' + entry.json() + '"';
        };
    String member = place.member();
    String data = member == null ? value : "{" + quoted(member) + ":" + value + "}";
    String path = place.path().isEmpty() ? "" : "\"path\":" + quoted(place.path()) + ",";
    return parse("{\"status\":\"chunk\"," + path + "\"data\":" + data + "}");
  }

  private static String quoted(String text) {
    return new JsonString(text).toJson();
  }
}
