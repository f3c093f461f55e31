package dev.runnel.structured;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.JDKRegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.runnel.json.JsonValue;
import dev.runnel.log.LogEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON Schema of one answer: what is sought in the model's text, and what the document in it is
 * checked by. By draft 2020-12 unless its {@code $schema} names another.
 *
 * <p>Nothing is loaded for it, from no server and no file: references lead into the schema itself
 * or to the metaschemas of JSON Schema. {@code format} says what a text is meant to be and is not
 * checked. One instance per completion; not thread-safe.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core">JSON Schema, core</a>
 */
public final class AnswerSchema {

  /** The longest schema, in characters of compact JSON. */
  public static final int MAX_CHARS = 64 << 10;

  private static final String METASCHEMAS = "https://json-schema.org/draft/";
  private static final String OLD_METASCHEMAS = "http://json-schema.org/draft-0";

  private static final SchemaRegistry METASCHEMA_REGISTRY =
      registry(JDKRegularExpressionFactory.getInstance());
  private static final Map<Draft, CompiledSchema> METASCHEMA_CACHE = new ConcurrentHashMap<>();

  private final String text;
  private final CompiledSchema whole;
  private final PlaceRules rules;

  private AnswerSchema(JsonValue schema, String text) throws UnusableSchemaException {
    this.text = text;
    Draft draft = Draft.of(schema);
    requireSchema(schema, draft);
    SchemaRegistry registry = registry(new BoundedPatterns());
    this.whole = compile(registry, schema);
    this.rules = new PlaceRules(schema, draft, registry);
  }

  /**
   * Reads a schema.
   *
   * @param schema an object or a boolean
   * @throws UnusableSchemaException when nothing can be checked by it
   */
  public static AnswerSchema of(JsonValue schema) throws UnusableSchemaException {
    String text = schema.toJson();
    if (text.length() > MAX_CHARS) {
      throw new UnusableSchemaException(
          "'schema' has " + text.length() + " characters; allowed are " + MAX_CHARS + ".");
    }
    return new AnswerSchema(schema, text);
  }

  /** The schema as compact JSON. */
  public String text() {
    return text;
  }

  /** The kinds of document it asks for at its root; objects and arrays where it does not say. */
  Set<DocumentKind> kinds() {
    return rules.kinds();
  }

  /** What of it can be told before the document is whole. */
  PlaceRules rules() {
    return rules;
  }

  /**
   * Checks a whole document.
   *
   * @param told the violations that were told while it grew
   */
  LogEntry.Validity check(JsonValue document, Set<LogEntry.Violation> told) {
    CompiledSchema.Findings findings = whole.check(document, "");
    Set<LogEntry.Violation> violations = new LinkedHashSet<>();
    if (findings.gap() != null) {
      violations.add(gap(findings.gap()));
    }
    violations.addAll(told);
    violations.addAll(findings.violations());
    return new LogEntry.Validity(violations.stream().limit(CompiledSchema.MAX_VIOLATIONS).toList());
  }

  private static LogEntry.Violation gap(String why) {
    return new LogEntry.Violation("", "the document could not be checked to its end: " + why);
  }

  private static void requireSchema(JsonValue schema, Draft draft) throws UnusableSchemaException {
    CompiledSchema metaschema =
        METASCHEMA_CACHE.computeIfAbsent(
            draft,
            wanted ->
                new CompiledSchema(METASCHEMA_REGISTRY.getSchema(SchemaLocation.of(wanted.id()))));
    CompiledSchema.Findings findings = metaschema.check(schema, "");
    for (LogEntry.Violation wrong : findings.violations()) {
      throw new UnusableSchemaException(
          "'schema' is not a JSON Schema: at '" + wrong.path() + "': " + wrong.message() + ".");
    }
    if (findings.gap() != null) {
      throw new UnusableSchemaException("'schema' cannot be used: " + findings.gap() + ".");
    }
  }

  private static CompiledSchema compile(SchemaRegistry registry, JsonValue schema)
      throws UnusableSchemaException {
    try {
      Schema compiled = registry.getSchema(JacksonNodes.of(schema));
      // Now, so that what cannot be resolved is told before a model is asked.
      compiled.initializeValidators();
      return new CompiledSchema(compiled);
    } catch (SchemaException e) {
      throw new UnusableSchemaException(
          "'schema' cannot be used: "
              + firstLine(e)
              + ". References must lead into the schema itself, and patterns must be regular"
              + " expressions.");
    }
  }

  /** What the validator says, without the names of exceptions and a full stop. */
  private static String firstLine(SchemaException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("\\.$", "");
  }

  /** A registry for one schema: schemas that others wrote do not share ids. */
  private static SchemaRegistry registry(RegularExpressionFactory patterns) {
    return SchemaRegistry.withDialects(
        List.of(
            Dialects.getDraft202012(),
            Dialects.getDraft201909(),
            Dialects.getDraft7(),
            Dialects.getDraft6(),
            Dialects.getDraft4()),
        builder ->
            builder
                .defaultDialectId(Draft.V2020_12.id())
                .schemaLoader(
                    loader ->
                        loader
                            .fetchRemoteResources(false)
                            .allow(iri -> isMetaschema(iri.toString())))
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .locale(Locale.ENGLISH)
                        .losslessNarrowing(true)
                        .regularExpressionFactory(patterns)
                        .build()));
  }

  private static boolean isMetaschema(String iri) {
    return iri.startsWith(METASCHEMAS) || iri.startsWith(OLD_METASCHEMAS);
  }
}
