package dev.runnel.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document and the code: neither tells of anything that the other does not have. */
class OpenApiTest {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.source();

  private static final List<Class<?>> CLASSES =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.runnel")
              .stream()
              .<Class<?>>map(JavaClass::reflect)
              .toList();

  /** The methods of servlets that answer, and of the verbs that they answer. */
  private static final Map<String, String> SERVLET_METHODS =
      Map.of("doGet", "GET", "doPost", "POST", "doPut", "PUT", "doDelete", "DELETE");

  @Test
  void hasEveryOperationOfTheCodeAndNoOther() throws Exception {
    Set<String> operations = new TreeSet<>(resourceMethods().keySet());
    for (Class<?> type : CLASSES) {
      WebServlet servlet = type.getAnnotation(WebServlet.class);
      if (servlet != null) {
        for (Method method : type.getDeclaredMethods()) {
          String verb = SERVLET_METHODS.get(method.getName());
          if (verb != null) {
            Stream.concat(Stream.of(servlet.urlPatterns()), Stream.of(servlet.value()))
                .forEach(path -> operations.add(verb + " " + path));
          }
        }
      }
    }
    assertThat(operations).contains("GET /health", "POST /api/chat", "GET /helloworld");
    assertThat(DOCUMENT.operations()).isEqualTo(operations);
  }

  @Test
  void namesEveryParameterOfAResourceMethod() throws Exception {
    for (Map.Entry<String, Method> each : resourceMethods().entrySet()) {
      assertThat(described(each.getKey())).as(each.getKey()).containsAll(declared(each.getValue()));
    }
  }

  @Test
  void givesEachOperationAnIdOfItsOwnAndASummary() {
    Set<String> ids = new TreeSet<>();
    for (String operation : DOCUMENT.operations()) {
      JsonNode node = node(operation);
      assertThat(ids.add(node.required("operationId").stringValue())).as(operation).isTrue();
      assertThat(node.required("summary").stringValue()).as(operation).isNotBlank();
      assertThat(node.required("tags")).as(operation).hasSize(1);
    }
  }

  @Test
  void namesEveryCodeAndPhaseOfAFailure() {
    assertThat(words("ErrorCode"))
        .isEqualTo(Stream.of(ErrorCode.values()).map(ErrorCode::code).toList());
    assertThat(words("Phase"))
        .isEqualTo(Stream.of(ModelException.Phase.values()).map(it -> it.code()).toList());
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverythingIsReferredTo() {
    Set<String> references = new TreeSet<>();
    references(DOCUMENT.root(), references);
    for (String reference : references) {
      assertThat(DOCUMENT.root().at(reference.substring(1)).isMissingNode())
          .as(reference)
          .isFalse();
    }
    for (Map.Entry<String, JsonNode> kind : DOCUMENT.root().required("components").properties()) {
      for (String name : kind.getValue().propertyNames()) {
        assertThat(references).contains("#/components/" + kind.getKey() + "/" + name);
      }
    }
  }

  @Test
  void anAnswerThatIsNotAsDescribedIsSeen() {
    String rest = ",\"message\":\"up\",\"checks\":[]";
    assertThat(faults(200, "application/json", "{\"status\":\"ok\"" + rest + "}")).isEmpty();
    assertThat(faults(200, "application/json", "{\"status\":\"fine\"" + rest + "}")).hasSize(1);
    assertThat(faults(200, "application/json", "{\"status\":\"ok\",\"message\":\"up\"}"))
        .hasSize(1);
    assertThat(faults(200, "application/json", "{\"status\":\"ok\"" + rest + ",\"more\":1}"))
        .hasSize(1);
    assertThat(faults(200, "text/html", "{}")).hasSize(1);
    assertThat(faults(418, "application/json", "{}")).hasSize(1);
  }

  @Test
  void anEventThatIsNotAsDescribedIsSeen() {
    assertThat(events("{\"type\":\"delta\",\"chunk\":\"a\"}", "{\"type\":\"cancelled\"}"))
        .isEmpty();
    assertThat(events("{\"type\":\"delta\",\"chunk\":1}")).isNotEmpty();
    assertThat(events("{\"type\":\"delta\",\"chunk\":\"a\",\"more\":1}")).isNotEmpty();
    assertThat(events("{\"type\":\"other\"}")).isNotEmpty();
    assertThat(
            events(
                "{\"type\":\"cancelled\",\"usage\":{\"input\":null,\"output\":1,\"reasoning\":0}}"))
        .isEmpty();
  }

  private static List<String> faults(int status, String type, String body) {
    HttpHeaders headers = HttpHeaders.of(Map.of("Content-Type", List.of(type)), (a, b) -> true);
    return DOCUMENT.faults(
        "GET", "/health", new OpenApiDocument.Reply(status, headers, body, List.of()));
  }

  private static List<String> events(String... data) {
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "Content-Type", List.of("text/event-stream;charset=UTF-8"),
                "Cache-Control", List.of("no-cache, no-transform"),
                "X-Accel-Buffering", List.of("no"),
                "X-Stream-Id", List.of("WarD0BsId9nDyd5qaAQbUw")),
            (a, b) -> true);
    List<String> faults = new ArrayList<>();
    for (String path : List.of("/api/chat", "/api/streams/a")) {
      faults.addAll(
          DOCUMENT.faults("GET", path, new OpenApiDocument.Reply(200, headers, "", List.of(data))));
    }
    return faults;
  }

  /** The methods of all resources of all applications, by their operations. */
  private static Map<String, Method> resourceMethods() throws ReflectiveOperationException {
    Map<String, Method> methods = new TreeMap<>();
    for (Class<?> type : CLASSES) {
      ApplicationPath root = type.getAnnotation(ApplicationPath.class);
      if (root != null) {
        Application application = (Application) type.getDeclaredConstructor().newInstance();
        for (Class<?> resource : application.getClasses()) {
          Path path = resource.getAnnotation(Path.class);
          if (path != null) {
            for (Method method : resource.getMethods()) {
              String verb = verb(method);
              // A HEAD is declared to be refused: without that it would run the GET.
              if (verb != null && !verb.equals("HEAD")) {
                methods.put(verb + " " + joined(root.value(), path.value(), method), method);
              }
            }
          }
        }
      }
    }
    return methods;
  }

  private static @Nullable String verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return verb.value();
      }
    }
    return null;
  }

  private static String joined(String root, String resource, Method method) {
    Path path = method.getAnnotation(Path.class);
    List<String> parts = new ArrayList<>(List.of(root, resource));
    if (path != null) {
      parts.add(path.value());
    }
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      String bare = part.replaceAll("^/+|/+$", "");
      if (!bare.isEmpty()) {
        joined.append('/').append(bare.replaceAll("\\{ *(\\w+)[^}]*\\}", "{$1}"));
      }
    }
    return joined.toString();
  }

  private static Set<String> declared(Method method) {
    Set<String> names = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      QueryParam query = parameter.getAnnotation(QueryParam.class);
      PathParam path = parameter.getAnnotation(PathParam.class);
      HeaderParam header = parameter.getAnnotation(HeaderParam.class);
      if (query != null) {
        names.add("query " + query.value());
      }
      if (path != null) {
        names.add("path " + path.value());
      }
      if (header != null) {
        names.add("header " + header.value());
      }
    }
    return names;
  }

  private static JsonNode node(String operation) {
    String[] parts = operation.split(" ", 2);
    return DOCUMENT
        .root()
        .required("paths")
        .required(parts[1])
        .required(parts[0].toLowerCase(Locale.ROOT));
  }

  private static Set<String> described(String operation) {
    Set<String> names = new TreeSet<>();
    JsonNode shared =
        DOCUMENT.root().required("paths").required(operation.split(" ", 2)[1]).path("parameters");
    for (JsonNode list : List.of(shared, node(operation).path("parameters"))) {
      for (JsonNode each : list) {
        JsonNode parameter = DOCUMENT.resolve(each);
        names.add(
            parameter.required("in").stringValue()
                + " "
                + parameter.required("name").stringValue());
      }
    }
    return names;
  }

  private static List<String> words(String schema) {
    List<String> words = new ArrayList<>();
    DOCUMENT
        .root()
        .requiredAt("/components/schemas/" + schema + "/enum")
        .forEach(word -> words.add(word.stringValue()));
    return words;
  }

  private static void references(JsonNode node, Set<String> found) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (member.getKey().equals("$ref")) {
        found.add(member.getValue().stringValue());
      }
    }
    node.forEach(child -> references(child, found));
  }
}
