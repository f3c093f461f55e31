package dev.runnel.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The package table of ARCHITECTURE.md. */
class PackagesTest {

  private static final String ROOT = "dev.runnel.";
  private static final String[] CORE = {"json..", "patch..", "increment..", "eventstream.."};

  /** Each package and the packages of ours that it may use. */
  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("json", List.of()),
              Map.entry("patch", List.of("json")),
              Map.entry("increment", List.of("json", "patch")),
              Map.entry("eventstream", List.of()),
              Map.entry("model", List.of()),
              Map.entry("config", List.of()),
              Map.entry("model.http", List.of("model", "eventstream", "config")),
              Map.entry(
                  "model.coze", List.of("model", "model.http", "eventstream", "json", "config")),
              Map.entry(
                  "model.openai", List.of("model", "model.http", "eventstream", "json", "config")),
              Map.entry("model.demo", List.of("model", "json", "config")),
              Map.entry("log", List.of("model", "increment", "json")),
              Map.entry("completion", List.of("model", "log", "config")),
              Map.entry(
                  "structured",
                  List.of("completion", "log", "model", "json", "patch", "increment")),
              Map.entry("conversation", List.of("completion", "log", "model", "json", "config")),
              Map.entry("admin", List.of("completion", "log", "model", "config")),
              Map.entry("web", List.of("completion", "log", "model", "json", "config")),
              Map.entry(
                  "web.chat", List.of("web", "completion", "log", "model", "json", "conversation")),
              Map.entry("web.conversations", List.of("web", "conversation", "json")),
              Map.entry(
                  "web.structured",
                  List.of(
                      "web",
                      "completion",
                      "log",
                      "model",
                      "json",
                      "patch",
                      "increment",
                      "structured")),
              Map.entry(
                  "web.admin", List.of("web", "admin", "completion", "model", "config", "json")),
              Map.entry("web.models", List.of("completion", "model")),
              Map.entry("web.streams", List.of("web", "completion", "log")),
              Map.entry("web.uimessage", List.of("web", "completion", "log", "model", "json")),
              Map.entry(
                  "web.openai", List.of("web", "completion", "log", "model", "json", "config")),
              Map.entry("web.metrics", List.of("web", "telemetry", "config")),
              Map.entry(
                  "telemetry",
                  List.of("admin", "completion", "log", "model", "json", "config", "web")),
              Map.entry(
                  "health", List.of("completion", "web", "web.admin", "model", "json", "config")),
              Map.entry(
                  "app",
                  List.of(
                      "web",
                      "web.admin",
                      "web.chat",
                      "web.conversations",
                      "web.structured",
                      "web.metrics",
                      "web.models",
                      "web.openai",
                      "web.streams",
                      "web.uimessage"))));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.runnel");

  @TestFactory
  Stream<DynamicTest> eachPackageUsesOnlyWhatTheTableAllows() {
    return MAY_USE.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(),
                    () -> {
                      List<String> allowed = new ArrayList<>(row.getValue());
                      allowed.add(row.getKey());
                      String[] names =
                          allowed.stream().map(name -> ROOT + name).toArray(String[]::new);
                      DescribedPredicate<JavaClass> others =
                          resideInAPackage("dev.runnel..")
                              .and(DescribedPredicate.not(resideInAnyPackage(names)));
                      noClasses()
                          .that()
                          .resideInAPackage(ROOT + row.getKey())
                          .should()
                          .dependOnClassesThat(others)
                          .check(CLASSES);
                    }));
  }

  @Test
  void theTableKnowsEveryPackage() {
    TreeSet<String> found = new TreeSet<>();
    CLASSES.forEach(type -> found.add(type.getPackageName().substring(ROOT.length())));
    assertThat(found).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
  }

  @Test
  void theCoreNeedsTheJdkAlone() {
    List<String> core = new ArrayList<>(Stream.of(CORE).map(name -> ROOT + name).toList());
    List<String> allowed = new ArrayList<>(core);
    allowed.add("java..");
    allowed.add("org.jspecify.annotations..");
    classes()
        .that()
        .resideInAnyPackage(core.toArray(String[]::new))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void whatAServerMayLackIsNamedByOneClass() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "telemetry.Spans")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "telemetry")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("dev.runnel.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
