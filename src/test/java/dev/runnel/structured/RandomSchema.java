package dev.runnel.structured;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonBoolean;
import dev.runnel.json.JsonValue.JsonNull;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes schemas, and documents that nearly fit them. */
final class RandomSchema {

  private static final String[] TYPES = {
    "object", "array", "string", "number", "integer", "boolean", "null"
  };
  private static final String[] NAMES = {"a", "b", "c/d", "~", ""};
  private static final String[] NUMBERS = {
    "0",
    "1",
    "1.0",
    "2.5",
    "-3",
    "10",
    "1e2",
    "1e400",
    "-1E-7",
    "12345678901234567890",
    "-12345678901234567890.5"
  };
  private static final String[] STRINGS = {"", "a", "ab", "科技", "😀😀", "aaaaaa"};
  private static final String[] PATTERNS = {"^a", "b$", "^[a-c]*$", "科"};
  private static final String[] DRAFTS = {
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema"
  };

  private final Random random;

  RandomSchema(Random random) {
    this.random = random;
  }

  /** A schema with definitions that it may refer to, also in circles. */
  JsonValue next() {
    int draft = random.nextInt(DRAFTS.length);
    JsonObjectBuilder root = schema(3, draft);
    if (draft < 4 || random.nextBoolean()) {
      root.put("$schema", DRAFTS[draft]);
    }
    return root.put(
            "$defs",
            new JsonObjectBuilder()
                .put("x", schema(1, draft).build())
                .put("y", schema(2, draft).build())
                .build())
        .build();
  }

  private JsonObjectBuilder schema(int depth, int draft) {
    JsonObjectBuilder schema = new JsonObjectBuilder();
    if (random.nextInt(4) == 0) {
      schema.put("$ref", random.nextInt(5) == 0 ? "#" : "#/$defs/" + oneOf("x", "y"));
      if (random.nextBoolean()) {
        return schema;
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      keyword(schema, depth, draft);
    }
    return schema;
  }

  private void keyword(JsonObjectBuilder schema, int depth, int draft) {
    switch (random.nextInt(depth > 0 ? 16 : 11)) {
      case 0 -> schema.put("type", oneOf(TYPES));
      case 1 ->
          schema.put(
              "type", new JsonArray(List.of(new JsonString("string"), new JsonString("null"))));
      case 2 -> schema.put("enum", new JsonArray(List.of(scalar(), new JsonString("only"))));
      case 3 -> schema.put("const", scalar());
      case 4 -> schema.put(oneOf("minimum", "maximum"), number());
      case 5 ->
          schema.put(
              oneOf("exclusiveMinimum", "exclusiveMaximum"),
              draft == 0 ? new JsonBoolean(true) : number());
      case 6 -> schema.put("multipleOf", new JsonNumber(oneOf("2", "0.5", "3")));
      case 7 -> schema.put("minLength", JsonNumber.of(random.nextInt(4)));
      case 8 -> schema.put("maxLength", JsonNumber.of(random.nextInt(4)));
      case 9 -> schema.put("pattern", oneOf(PATTERNS));
      case 10 -> schema.put("required", new JsonArray(List.of(new JsonString(oneOf(NAMES)))));
      case 11 -> schema.put("items", schema(depth - 1, draft).build());
      case 12 ->
          schema.put(
              draft == 4 ? "prefixItems" : "items",
              new JsonArray(
                  List.of(schema(depth - 1, draft).build(), schema(depth - 1, draft).build())));
      case 13 -> schema.put("anyOf", new JsonArray(List.of(schema(depth - 1, draft).build())));
      default -> {
        Map<String, JsonValue> properties = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          properties.put(oneOf(NAMES), schema(depth - 1, draft).build());
        }
        schema.put("properties", new JsonObject(properties));
      }
    }
    if (draft == 0) {
      // This draft knows them only beside the bound that they sharpen.
      JsonObject built = schema.build();
      if (built.get("exclusiveMinimum") != null) {
        schema.put("minimum", number());
      }
      if (built.get("exclusiveMaximum") != null) {
        schema.put("maximum", number());
      }
    }
  }

  /** A document that has members and items where the schema speaks of them. */
  JsonValue document(JsonValue schema) {
    return value(schema, 4);
  }

  private JsonValue value(JsonValue schema, int depth) {
    JsonObject object = schema instanceof JsonObject known ? known : new JsonObject(Map.of());
    JsonObject properties = object.object("properties");
    if (depth > 0 && random.nextInt(8) > 0) {
      if (properties != null || "object".equals(object.string("type"))) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (String name : NAMES) {
          if (random.nextBoolean()) {
            JsonValue member = properties == null ? null : properties.get(name);
            members.put(name, value(member == null ? object : member, depth - 1));
          }
        }
        return new JsonObject(members);
      }
      if (object.get("items") != null || object.get("prefixItems") != null) {
        JsonValue item = object.object("items");
        List<JsonValue> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(item == null ? object : item, depth - 1));
        }
        return new JsonArray(items);
      }
    }
    return random.nextInt(10) == 0 ? new JsonArray(List.of(scalar())) : scalar();
  }

  private JsonValue scalar() {
    return switch (random.nextInt(5)) {
      case 0 -> new JsonNull();
      case 1 -> new JsonBoolean(random.nextBoolean());
      case 2 -> number();
      default -> new JsonString(oneOf(STRINGS));
    };
  }

  private JsonNumber number() {
    return new JsonNumber(oneOf(NUMBERS));
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
