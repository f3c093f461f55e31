package dev.runnel.model.demo;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNull;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a document that has the shape a schema asks for, so that anybody's own schema can be
 * seen growing without a key. It heeds the keywords that say the shape (type, properties, items,
 * enum, const, bounds, lengths, local references), and no others: a model may fail a schema too.
 */
final class DemoDocument {

  /** The deepest level that is filled; what is deeper is left out or stays empty. */
  private static final int MAX_DEPTH = 6;

  /** The values of one document at the most. */
  private static final int MAX_VALUES = 200;

  /** The characters of one document at the most, but for the value that passes this. */
  private static final int MAX_CHARS = 32 << 10;

  /** The items of an array when the schema names no number. */
  private static final int ITEMS = 2;

  /** The longest text that is made to fill a {@code minLength}, in characters. */
  private static final int MAX_TEXT_CHARS = 2_000;

  private final JsonValue root;
  private final boolean chinese;
  private int values;
  private int chars;

  private DemoDocument(JsonValue root, boolean chinese) {
    this.root = root;
    this.chinese = chinese;
  }

  /**
   * A document.
   *
   * @param schema a JSON Schema
   * @param chinese whether its texts are Chinese, else English
   */
  static String of(String schema, boolean chinese) {
    JsonValue root = JsonValue.parse(schema);
    return new DemoDocument(root, chinese).value(root, "", 0).toJson();
  }

  private JsonValue value(JsonValue given, String name, int depth) {
    values++;
    if (!(given instanceof JsonObject schema)) {
      return text(new JsonObjectBuilder().build(), name);
    }
    if (depth > MAX_DEPTH || full()) {
      return new JsonNull();
    }
    JsonValue fixed = fixed(schema);
    if (fixed != null) {
      chars += fixed.toJson().length();
      return fixed;
    }
    JsonValue other = elsewhere(schema);
    if (other != null) {
      return value(other, name, depth + 1);
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, name, depth);
      case "integer", "number" -> number(schema);
      case "boolean" -> new JsonBoolean(true);
      case "null" -> new JsonNull();
      default -> text(schema, name);
    };
  }

  private boolean full() {
    return values > MAX_VALUES || chars > MAX_CHARS;
  }

  /** The one value that the schema names, if it does. */
  private static @Nullable JsonValue fixed(JsonObject schema) {
    if (schema.get("const") != null) {
      return schema.get("const");
    }
    for (String choices : List.of("enum", "examples")) {
      JsonArray array = schema.array(choices);
      if (array != null && !array.items().isEmpty()) {
        return array.items().get(0);
      }
    }
    return schema.get("default");
  }

  /** The schema that stands in this one's place, if one does. */
  private @Nullable JsonValue elsewhere(JsonObject schema) {
    String reference = schema.string("$ref");
    if (reference != null && reference.startsWith("#")) {
      return resolve(reference.substring(1));
    }
    for (String choices : List.of("anyOf", "oneOf", "allOf")) {
      JsonArray array = schema.array(choices);
      if (array != null && !array.items().isEmpty() && schema.get("properties") == null) {
        return array.items().get(0);
      }
    }
    return null;
  }

  private @Nullable JsonValue resolve(String pointer) {
    JsonValue at = root;
    for (String token : pointer.split("/", -1)) {
      if (!token.isEmpty()) {
        at =
            at instanceof JsonObject object
                ? object.get(token.replace("~1", "/").replace("~0", "~"))
                : null;
      }
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static String type(JsonObject schema) {
    String type = schema.string("type");
    JsonArray types = schema.array("type");
    if (types != null
        && !types.items().isEmpty()
        && types.items().get(0) instanceof JsonString first) {
      type = first.value();
    }
    if (type != null) {
      return type;
    }
    if (schema.get("properties") != null) {
      return "object";
    }
    return schema.get("items") == null ? "string" : "array";
  }

  private JsonValue object(JsonObject schema, int depth) {
    JsonObjectBuilder object = new JsonObjectBuilder();
    JsonObject properties = schema.object("properties");
    if (properties != null && depth < MAX_DEPTH) {
      for (Map.Entry<String, JsonValue> property : properties.members().entrySet()) {
        if (!full()) {
          object.put(property.getKey(), value(property.getValue(), property.getKey(), depth + 1));
        }
      }
    }
    return object.build();
  }

  private JsonValue array(JsonObject schema, String name, int depth) {
    List<JsonValue> items = new ArrayList<>();
    JsonValue item = schema.get("items");
    long count = bounded(schema, "minItems", "maxItems", ITEMS);
    for (int i = 0; i < count && depth < MAX_DEPTH && !full(); i++) {
      items.add(value(item == null ? new JsonBoolean(true) : item, name, depth + 1));
    }
    return new JsonArray(items);
  }

  /** 1, or the bound that it breaks, in the very characters of the schema. */
  private static JsonValue number(JsonObject schema) {
    if (schema.get("minimum") instanceof JsonNumber least && compare(least, 1) > 0) {
      return least;
    }
    if (schema.get("maximum") instanceof JsonNumber most && compare(most, 1) < 0) {
      return most;
    }
    return JsonNumber.of(1);
  }

  private static int compare(JsonNumber number, long other) {
    try {
      return new BigDecimal(number.text()).compareTo(BigDecimal.valueOf(other));
    } catch (NumberFormatException beyondAnyExponent) {
      return 0;
    }
  }

  private JsonValue text(JsonObject schema, String name) {
    StringBuilder text = new StringBuilder(sentence(name));
    long length = bounded(schema, "minLength", "maxLength", text.length());
    while (text.length() < Math.min(length, MAX_TEXT_CHARS)) {
      text.append(' ').append(sentence(name));
    }
    if (length < text.length()) {
      int end = (int) length;
      boolean cutsPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
      text.setLength(cutsPair ? end - 1 : end);
    }
    chars += text.length();
    return new JsonString(text.toString());
  }

  private String sentence(String name) {
    String about = name.isEmpty() ? "" : chinese ? "“" + name + "”的" : " for '" + name + "'";
    return chinese
        ? "这是" + about + "演示文字，由内置演示模型给出。"
        : "Demo text" + about + ", made up by the built-in demo model.";
  }

  private static long bounded(JsonObject schema, String least, String most, long wish) {
    Long min = schema.number(least);
    Long max = schema.number(most);
    long number = min == null ? wish : Math.max(min, wish);
    return max == null ? number : Math.max(0, Math.min(max, number));
  }
}
