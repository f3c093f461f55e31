package dev.runnel.structured;

import com.networknt.schema.SchemaRegistry;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPointer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schema asks of the single values of a document, place by place: {@code type}, {@code
 * enum}, {@code const}, bounds, lengths and {@code pattern}, below {@code properties} and {@code
 * items}, through references within the schema. Whatever breaks one of these rules breaks the whole
 * schema, in the same words: the validator checks both.
 *
 * <p>What lies in a schema with an id of its own is left out: references mean something else there.
 * For one thread at a time.
 */
final class PlaceRules {

  private static final List<String> SCALAR_KEYWORDS =
      List.of(
          "type",
          "enum",
          "const",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern");

  private static final List<String> CONTAINER_KEYWORDS = List.of("type");

  /** The rules that one schema makes for its own place. */
  final class Rule {
    private final JsonObject schema;
    private @Nullable CompiledSchema scalar;
    private @Nullable CompiledSchema container;

    private Rule(JsonObject schema) {
      this.schema = schema;
    }

    /** What a number, a literal or a string is checked by. */
    CompiledSchema scalar() {
      if (scalar == null) {
        scalar = compile(schema, SCALAR_KEYWORDS);
      }
      return scalar;
    }

    /** What a container is checked by when it opens. */
    CompiledSchema container() {
      if (container == null) {
        container = compile(schema, CONTAINER_KEYWORDS);
      }
      return container;
    }
  }

  private final JsonValue root;
  private final Draft draft;
  private final SchemaRegistry registry;
  private final IdentityHashMap<JsonObject, List<Rule>> known = new IdentityHashMap<>();

  PlaceRules(JsonValue root, Draft draft, SchemaRegistry registry) {
    this.root = root;
    this.draft = draft;
    this.registry = registry;
  }

  /** The rules of the root. */
  List<Rule> root() {
    return rules(root);
  }

  /** The rules of a member of an object. */
  List<Rule> member(List<Rule> object, String name) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : object) {
      JsonObject properties = rule.schema.object("properties");
      if (properties != null) {
        rules.addAll(rules(properties.get(name)));
      }
    }
    return rules;
  }

  /** The rules of an item of an array. */
  List<Rule> item(List<Rule> array, int index) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : array) {
      rules.addAll(rules(draft.item(rule.schema, index)));
    }
    return rules;
  }

  /**
   * The kinds of document that the root asks for by {@code type}, {@code const} or {@code enum};
   * the containers where it does not say.
   */
  Set<DocumentKind> kinds() {
    for (Rule rule : root()) {
      Set<DocumentKind> kinds = kinds(rule.schema);
      if (!kinds.isEmpty()) {
        return kinds;
      }
    }
    return DocumentKind.CONTAINERS;
  }

  private static Set<DocumentKind> kinds(JsonObject schema) {
    Set<DocumentKind> kinds = EnumSet.noneOf(DocumentKind.class);
    JsonValue type = schema.get("type");
    JsonValue constant = schema.get("const");
    if (type != null) {
      for (JsonValue name : type instanceof JsonArray several ? several.items() : List.of(type)) {
        // The metaschema is not asked of what only a reference makes a schema: it may say anything.
        DocumentKind kind = name instanceof JsonString string ? named(string.value()) : null;
        if (kind != null) {
          kinds.add(kind);
        }
      }
    } else if (constant != null) {
      kinds.add(kind(constant));
    } else if (schema.array("enum") != null) {
      schema.array("enum").items().forEach(value -> kinds.add(kind(value)));
    }
    return kinds;
  }

  private static @Nullable DocumentKind named(String type) {
    return switch (type) {
      case "object" -> DocumentKind.OBJECT;
      case "array" -> DocumentKind.ARRAY;
      case "string" -> DocumentKind.STRING;
      case "number", "integer" -> DocumentKind.NUMBER;
      case "boolean" -> DocumentKind.BOOLEAN;
      case "null" -> DocumentKind.NULL;
      default -> null;
    };
  }

  private static DocumentKind kind(JsonValue value) {
    if (value instanceof JsonObject) {
      return DocumentKind.OBJECT;
    } else if (value instanceof JsonArray) {
      return DocumentKind.ARRAY;
    } else if (value instanceof JsonString) {
      return DocumentKind.STRING;
    } else if (value instanceof JsonValue.JsonNumber) {
      return DocumentKind.NUMBER;
    }
    return value instanceof JsonValue.JsonBoolean ? DocumentKind.BOOLEAN : DocumentKind.NULL;
  }

  /** The rules of a schema and of those it refers to, each once. */
  private List<Rule> rules(@Nullable JsonValue schema) {
    if (!(schema instanceof JsonObject object)) {
      return List.of();
    }
    List<Rule> rules = known.get(object);
    if (rules == null) {
      rules = follow(object);
      known.put(object, rules);
    }
    return rules;
  }

  private List<Rule> follow(JsonObject first) {
    Set<JsonObject> met = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Rule> rules = new ArrayList<>();
    JsonObject schema = first;
    while (schema != null && met.add(schema) && !hasOwnBase(schema)) {
      String reference = schema.string("$ref");
      if (reference == null || !draft.refStandsAlone()) {
        rules.add(new Rule(schema));
      }
      schema = reference == null ? null : target(reference);
    }
    return rules;
  }

  private boolean hasOwnBase(JsonObject schema) {
    return schema != root
        && (schema.get(draft.idKeyword()) != null || schema.get("$schema") != null);
  }

  /** The schema that a reference like {@code #/$defs/a} leads to, or null for any other. */
  private @Nullable JsonObject target(String reference) {
    if (!reference.startsWith("#")) {
      return null;
    }
    try {
      String fragment = URI.create(reference).getFragment();
      if (fragment == null) {
        return null;
      }
      JsonPointer pointer = JsonPointer.parse(fragment);
      for (JsonPointer above = pointer; !above.isRoot(); above = above.parent()) {
        if (above.find(root) instanceof JsonObject schema && hasOwnBase(schema)) {
          return null;
        }
      }
      return pointer.find(root) instanceof JsonObject found ? found : null;
    } catch (IllegalArgumentException anchorOrNoUri) {
      return null;
    }
  }

  private CompiledSchema compile(JsonObject schema, List<String> keywords) {
    JsonObjectBuilder part = new JsonObjectBuilder().put("$schema", draft.id());
    for (String keyword : keywords) {
      JsonValue value = schema.get(keyword);
      if (value != null) {
        part.put(keyword, value);
      }
    }
    return new CompiledSchema(registry.getSchema(JacksonNodes.of(part.build())));
  }
}
