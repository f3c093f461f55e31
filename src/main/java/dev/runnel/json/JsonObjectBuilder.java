package dev.runnel.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a small JSON object member by member. Not thread-safe. */
public final class JsonObjectBuilder {

  private final Map<String, JsonValue> members = new LinkedHashMap<>();

  /** Adds a string, or null as JSON's null. */
  public JsonObjectBuilder put(String name, @Nullable String value) {
    return put(name, value == null ? new JsonValue.JsonNull() : new JsonValue.JsonString(value));
  }

  /** Adds a whole number, or null as JSON's null. */
  public JsonObjectBuilder put(String name, @Nullable Long value) {
    return put(
        name,
        value == null ? new JsonValue.JsonNull() : new JsonValue.JsonNumber(value.toString()));
  }

  /** Adds true or false. */
  public JsonObjectBuilder put(String name, boolean value) {
    return put(name, new JsonValue.JsonBoolean(value));
  }

  /** Adds any value. */
  public JsonObjectBuilder put(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  /** Adds a string unless it is null. */
  public JsonObjectBuilder putIfPresent(String name, @Nullable String value) {
    return value == null ? this : put(name, value);
  }

  /** Adds a whole number unless it is null. */
  public JsonObjectBuilder putIfPresent(String name, @Nullable Long value) {
    return value == null ? this : put(name, value);
  }

  /** The object. */
  public JsonValue.JsonObject build() {
    return new JsonValue.JsonObject(members);
  }
}
