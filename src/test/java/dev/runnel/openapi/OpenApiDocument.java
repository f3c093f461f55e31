package dev.runnel.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI 3.0 document, and what in an answer is not as it says. Stricter than the document: it
 * leaves objects open for what will be added, here a member that it does not name is a fault.
 *
 * <p>Immutable; thread-safe.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.0.3">OpenAPI 3.0.3</a>
 */
public final class OpenApiDocument {

  /**
   * An answer.
   *
   * @param body the body, or null where it was not read to its end
   * @param events the data of the events that were read
   */
  public record Reply(
      int status, HttpHeaders headers, @Nullable String body, List<String> events) {}

  private static final String RESOURCE = "/META-INF/openapi.yaml";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode root;
  private final ObjectNode closed;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30());

  private OpenApiDocument(JsonNode root) {
    this.root = root;
    this.closed = (ObjectNode) root.required("components").deepCopy();
    for (JsonNode schema : closed.required("schemas").values()) {
      close(schema);
    }
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      // Only a help for generators, which the validator does not take twice: oneOf says the same.
      object.remove("discriminator");
      if (object.has("properties")) {
        object.put("additionalProperties", false);
      }
    }
  }

  /** The document as it is written. */
  public static OpenApiDocument source() {
    try (InputStream in =
        Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new OpenApiDocument(MAPPER.valueToTree(new Yaml().load(in)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A document that a server sent. */
  public static OpenApiDocument parse(String json) {
    return new OpenApiDocument(MAPPER.readTree(json));
  }

  /** The whole document. */
  public JsonNode root() {
    return root;
  }

  /** All operations, as {@code GET /path/{parameter}}. */
  public Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : root.required("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (METHODS.contains(method)) {
          operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  /**
   * What in an answer is not as the document says; nothing where it has no such operation.
   *
   * @param path as it was asked, without a query
   */
  public List<String> faults(String method, String path, Reply reply) {
    JsonNode operation = operation(method, path);
    if (operation == null) {
      return List.of();
    }
    JsonNode described = operation.required("responses").get(Integer.toString(reply.status()));
    if (described == null) {
      return List.of("the status " + reply.status() + " is not described");
    }
    JsonNode response = resolve(described);
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      header(header.getKey(), resolve(header.getValue()), reply, faults);
    }
    content(response.path("content"), reply, faults);
    return faults;
  }

  /** The alternatives of a schema of events, by the word that names each. */
  public Map<String, String> alternatives(String schema) {
    JsonNode mapping =
        root.required("components").required("schemas").required(schema).required("discriminator");
    Map<String, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : mapping.required("mapping").properties()) {
      names.put(each.getKey(), each.getValue().stringValue());
    }
    return names;
  }

  private @Nullable JsonNode operation(String method, String path) {
    JsonNode paths = root.required("paths");
    for (String template : paths.propertyNames()) {
      String pattern = "\\Q" + template.replaceAll("\\{[^}]+\\}", "\\\\E[^/]+\\\\Q") + "\\E";
      if (Pattern.matches(pattern, path)) {
        return paths.required(template).get(method.toLowerCase(Locale.ROOT));
      }
    }
    return null;
  }

  /** What a reference names; any other node is itself. */
  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.get("$ref");
    return reference == null ? node : root.requiredAt(reference.stringValue().substring(1));
  }

  private void header(String name, JsonNode header, Reply reply, List<String> faults) {
    String value = reply.headers().firstValue(name).orElse(null);
    if (value == null) {
      if (header.path("required").booleanValue(false)) {
        faults.add("the header " + name + " is not there");
      }
      return;
    }
    JsonNode schema = header.required("schema");
    boolean number = schema.path("type").stringValue("").equals("integer");
    faults.addAll(
        errors(schema, MAPPER.valueToTree(number ? Long.valueOf(value) : value), "header " + name));
  }

  private void content(JsonNode content, Reply reply, List<String> faults) {
    String type = reply.headers().firstValue("Content-Type").orElse("").replaceFirst(" *;.*", "");
    String body = reply.body();
    if (content.isEmpty()) {
      if (body != null && !body.isEmpty()) {
        faults.add("no body is described, there is one of " + type);
      }
      return;
    }
    JsonNode media = content.get(type);
    if (media == null) {
      faults.add("the type " + type + " is not described");
    } else if (type.equals("text/event-stream")) {
      for (String event : reply.events()) {
        // The one word that is no JSON: the end of streams in the words of others.
        JsonNode data = event.equals("[DONE]") ? MAPPER.valueToTree(event) : MAPPER.readTree(event);
        faults.addAll(errors(media.required("schema"), data, event));
      }
    } else if (body != null) {
      JsonNode value = type.endsWith("json") ? MAPPER.readTree(body) : MAPPER.valueToTree(body);
      faults.addAll(errors(media.required("schema"), value, body));
    }
  }

  private List<String> errors(JsonNode schema, JsonNode value, String name) {
    // Not the schema itself: OpenAPI 3.0 ignores what stands beside a reference.
    ObjectNode wrapped = MAPPER.createObjectNode();
    wrapped.putArray("allOf").add(schema);
    wrapped.set("components", closed);
    List<String> faults = new ArrayList<>();
    for (Error error : registry.getSchema(wrapped).validate(value)) {
      faults.add(name + ": " + error);
    }
    return faults;
  }
}
