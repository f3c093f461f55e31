package dev.runnel.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole JSON value, small enough to be held: a request body, an event of a provider. Immutable.
 *
 * <p>Equality, {@code toString} and {@link #toJson} go as deep as the value does: their stack is
 * what {@link JsonLimits#maxDepth} bounds.
 */
public sealed interface JsonValue {

  /**
   * Reads one document, within the default limits.
   *
   * @throws JsonSyntaxException when the text is not JSON or over a limit
   */
  static JsonValue parse(CharSequence text) {
    return parse(text, JsonLimits.DEFAULT);
  }

  /**
   * Reads one document. Of a repeated member the last one wins, at the place of the first.
   *
   * @throws JsonSyntaxException when the text is not JSON or over a limit
   */
  static JsonValue parse(CharSequence text, JsonLimits limits, JsonOption... options) {
    JsonValueBuilder builder = new JsonValueBuilder();
    JsonPushParser parser = new JsonPushParser(builder, limits, options);
    char[] chars = text.toString().toCharArray();
    parser.feed(chars, 0, chars.length);
    parser.end();
    return builder.root();
  }

  /** The value as compact JSON, numbers as they were written, escaped as {@link JsonEscapes} do. */
  default String toJson() {
    StringBuilder out = new StringBuilder();
    appendJson(out);
    return out.toString();
  }

  /** Appends what {@link #toJson} returns. */
  void appendJson(StringBuilder out);

  /**
   * An object.
   *
   * @param members in the order of the text
   */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member's value, or null when there is none. */
    public @Nullable JsonValue get(String name) {
      return members.get(name);
    }

    /** The member's text, or null when it is absent or not a string. */
    public @Nullable String string(String name) {
      return get(name) instanceof JsonString string ? string.value() : null;
    }

    /** The member, or null when it is absent or not an object. */
    public @Nullable JsonObject object(String name) {
      return get(name) instanceof JsonObject object ? object : null;
    }

    /** The member, or null when it is absent or not an array. */
    public @Nullable JsonArray array(String name) {
      return get(name) instanceof JsonArray array ? array : null;
    }

    /** The member's {@link JsonNumber#longValue}, or null when it is absent or not a number. */
    public @Nullable Long number(String name) {
      return get(name) instanceof JsonNumber number ? number.longValue() : null;
    }

    /** The member's truth, or null when it is absent or not a boolean. */
    public @Nullable Boolean bool(String name) {
      return get(name) instanceof JsonBoolean bool ? (Boolean) bool.value() : null;
    }

    @Override
    public void appendJson(StringBuilder out) {
      out.append('{');
      boolean first = true;
      for (Map.Entry<String, JsonValue> member : members.entrySet()) {
        if (!first) {
          out.append(',');
        }
        first = false;
        JsonEscapes.appendQuoted(out, member.getKey());
        out.append(':');
        member.getValue().appendJson(out);
      }
      out.append('}');
    }
  }

  /**
   * An array.
   *
   * @param items in the order of the text
   */
  record JsonArray(List<JsonValue> items) implements JsonValue {

    public JsonArray {
      items = List.copyOf(items);
    }

    @Override
    public void appendJson(StringBuilder out) {
      out.append('[');
      for (int i = 0; i < items.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        items.get(i).appendJson(out);
      }
      out.append(']');
    }
  }

  /**
   * A string.
   *
   * @param value its text, escapes resolved
   */
  record JsonString(String value) implements JsonValue {

    @Override
    public void appendJson(StringBuilder out) {
      JsonEscapes.appendQuoted(out, value);
    }
  }

  /**
   * A number. Equal are numbers that are written alike: {@code 1.0} is not {@code 1}.
   *
   * @param text the characters it is written in
   */
  record JsonNumber(String text) implements JsonValue {

    public JsonNumber {
      if (!NumberGrammar.matches(text)) {
        throw new IllegalArgumentException("not a number of JSON");
      }
    }

    /** A whole number. */
    public static JsonNumber of(long value) {
      return new JsonNumber(Long.toString(value));
    }

    /**
     * The number when it is a whole one that a long can hold ({@code 1}, {@code 1.0}, {@code 2e3}),
     * else null. Costs no more than the number's text, whatever its exponent.
     */
    public @Nullable Long longValue() {
      try {
        return new BigDecimal(text).longValueExact();
      } catch (ArithmeticException | NumberFormatException tooBigOrNotWhole) {
        return null;
      }
    }

    @Override
    public void appendJson(StringBuilder out) {
      out.append(text);
    }
  }

  /** True or false. */
  record JsonBoolean(boolean value) implements JsonValue {

    @Override
    public void appendJson(StringBuilder out) {
      out.append(value);
    }
  }

  /** Null. */
  record JsonNull() implements JsonValue {

    @Override
    public void appendJson(StringBuilder out) {
      out.append("null");
    }
  }
}
