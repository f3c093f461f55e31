package dev.runnel.structured;

import com.networknt.schema.dialect.DialectId;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The drafts of JSON Schema that a schema can be written in, by its {@code $schema}. */
enum Draft {
  V4(DialectId.DRAFT_4),
  V6(DialectId.DRAFT_6),
  V7(DialectId.DRAFT_7),
  V2019_09(DialectId.DRAFT_2019_09),
  V2020_12(DialectId.DRAFT_2020_12);

  private final String id;

  Draft(String id) {
    this.id = id;
  }

  /** The draft of a schema; 2020-12 where it names none. */
  static Draft of(JsonValue schema) throws UnusableSchemaException {
    JsonValue named = schema instanceof JsonObject object ? object.get("$schema") : null;
    if (named == null) {
      return V2020_12;
    }
    String id = named instanceof JsonValue.JsonString string ? string.value() : "";
    for (Draft draft : values()) {
      if (withoutEmptyFragment(draft.id()).equals(withoutEmptyFragment(id))) {
        return draft;
      }
    }
    throw new UnusableSchemaException(
        "'schema' names a $schema that is not known here. Known: "
            + Arrays.stream(values()).map(Draft::id).collect(Collectors.joining(", "))
            + ".");
  }

  private static String withoutEmptyFragment(String id) {
    return id.endsWith("#") ? id.substring(0, id.length() - 1) : id;
  }

  /** The id of its metaschema. */
  String id() {
    return id;
  }

  /** Whether what stands beside a {@code $ref} is ignored. */
  boolean refStandsAlone() {
    return compareTo(V7) <= 0;
  }

  /** The keyword of the schemas for the first items of an array, one each. */
  String tupleKeyword() {
    return this == V2020_12 ? "prefixItems" : "items";
  }

  /** The keyword that gives a schema an id, and so a base for its references. */
  String idKeyword() {
    return this == V4 ? "id" : "$id";
  }

  /** The schema of an item, or null where there is none. */
  @Nullable JsonValue item(JsonObject schema, int index) {
    if (schema.get(tupleKeyword()) instanceof JsonValue.JsonArray tuple) {
      if (index < tuple.items().size()) {
        return tuple.items().get(index);
      }
      return this == V2020_12 ? schema.get("items") : null;
    }
    return schema.get("items");
  }
}
