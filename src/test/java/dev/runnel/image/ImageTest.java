package dev.runnel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Dockerfile, compose.yaml and render.yaml, as far as they can be held against this repository. */
class ImageTest {

  private static final String WORKDIR = "/opt/runnel/";

  /** The application's own word for how long a stop takes at most, beside what the setting says. */
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(5);

  /** One instruction of a Dockerfile. */
  private record Instruction(String name, String rest) {

    /** Its words, options apart. */
    List<String> words() {
      return Arrays.stream(rest.split("\\s+")).filter(word -> !word.startsWith("--")).toList();
    }
  }

  @Test
  void copiesOnlyWhatIsThereAndWhatTheAllowListLetsIn() throws IOException {
    List<String> copied = new ArrayList<>();
    for (Instruction copy : named("COPY")) {
      if (!copy.rest().contains("--from=")) {
        copied.addAll(copy.words().subList(0, copy.words().size() - 1));
      }
    }
    assertThat(copied).contains("pom.xml", "src/main", "webapp");
    List<String> allowed = allowed();
    for (String source : copied) {
      assertThat(Path.of(source)).exists();
      assertThat(allowed).as(source).anyMatch(entry -> Path.of(source).startsWith(entry));
    }
    for (String entry : allowed) {
      assertThat(copied)
          .as("let in and used: " + entry)
          .anyMatch(source -> Path.of(source).startsWith(entry));
    }
  }

  @Test
  void copiesWhatChangesSeldomFirst() throws IOException {
    List<String> sources = named("COPY").stream().map(copy -> copy.words().get(0)).toList();
    assertThat(sources.indexOf("pom.xml")).isLessThan(sources.indexOf("src/main"));
    assertThat(sources.indexOf("server-config/docker/start"))
        .as("before the jar, which is new at every build")
        .isLessThan(sources.indexOf("/build/target/runnel.jar"));
  }

  @Test
  void noKeyCanBeInTheImage() throws IOException {
    assertThat(Files.readString(Path.of("Dockerfile")))
        .doesNotContainPattern("_(API_)?(KEY|TOKEN)");
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/runnel.env");
    assertThat(allowed()).noneMatch(entry -> entry.contains("env"));
    for (String line : Files.readAllLines(Path.of("server-config/docker/runnel.env.example"))) {
      assertThat(line).as("no value").matches("#.*|[A-Z_]+=");
    }
  }

  @Test
  void runsAsAUserWithoutRights() throws IOException {
    List<Instruction> instructions = instructions();
    Instruction user = last("USER");
    assertThat(user.rest()).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(instructions.indexOf(user))
        .as("in the stage that runs")
        .isGreaterThan(instructions.lastIndexOf(last("FROM")));
    assertThat(named("USER")).hasSize(1);
  }

  @Test
  void startsAndAsksForHealthByCommandsOfThisRepositoryWithoutAShellInBetween() throws IOException {
    String health = last("HEALTHCHECK").rest();
    assertThat(health).contains("--start-period=").endsWith("CMD [\"" + WORKDIR + "health\"]");
    assertThat(last("ENTRYPOINT").rest()).isEqualTo("[\"" + WORKDIR + "start\"]");
    assertThat(last("WORKDIR").rest() + "/").isEqualTo(WORKDIR);
    for (String command : List.of("start", "health")) {
      assertThat(Path.of("server-config/docker", command)).isExecutable();
    }
    assertThat(last("ENV").rest()).isEqualTo("PORT=" + last("EXPOSE").rest());
  }

  @Test
  void namesItsImagesByTagAndBuildsOnTheOldestJavaThatIsSupported() throws IOException {
    assertThat(named("FROM"))
        .hasSize(2)
        .allMatch(from -> from.words().get(0).matches("[a-z-]+:.*\\b17\\b.*"));
  }

  @Test
  void theComposeFileLetsStreamsEndAndListensOnThisMachineAlone() throws IOException {
    Map<?, ?> service = map(map(yaml("compose.yaml"), "services"), "runnel");
    Map<?, ?> environment = map(service, "environment");
    assertThat(environment.get("RUNNEL_AUTH")).isEqualTo("anonymous");
    assertThat(Duration.parse("PT" + text(service, "stop_grace_period").replace("s", "S")))
        .isGreaterThan(drain(text(environment, "RUNNEL_DRAIN")));
    assertThat(service.get("ports")).isEqualTo(List.of("127.0.0.1:5001:5001"));
    assertThat(text(service, "env_file")).contains("runnel.env");
    assertThat(service.get("mem_limit")).isNotNull();
  }

  @Test
  void theBlueprintAsksForHealthAndLetsStreamsEnd() throws IOException {
    List<?> services = (List<?>) yaml("server-config/render/render.yaml").get("services");
    Map<?, ?> service = (Map<?, ?>) Objects.requireNonNull(services).get(0);
    assertThat(service.get("runtime")).isEqualTo("docker");
    assertThat(service.get("healthCheckPath")).isEqualTo("/health");
    assertThat(Path.of(text(service, "dockerfilePath"))).exists();
    Map<String, Object> environment = new TreeMap<>();
    for (Object each : (List<?>) Objects.requireNonNull(service.get("envVars"))) {
      Map<?, ?> variable = (Map<?, ?>) each;
      String key = text(variable, "key");
      environment.put(key, variable.containsKey("value") ? text(variable, "value") : "asked for");
      if (key.matches(".*(TOKEN|KEY)")) {
        assertThat(variable.get("sync")).as(key).isEqualTo(false);
      }
    }
    assertThat(environment).doesNotContainKey("PORT").containsEntry("RUNNEL_AUTH", "anonymous");
    assertThat(Duration.ofSeconds(Long.parseLong(text(service, "maxShutdownDelaySeconds"))))
        .isGreaterThan(drain(String.valueOf(environment.get("RUNNEL_DRAIN"))));
  }

  private static Duration drain(String setting) {
    return Duration.parse(setting).plus(AFTER_DRAIN);
  }

  private static List<String> allowed() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(lines.get(0)).as("nothing, but").isEqualTo("*");
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("!"));
    return lines.stream().skip(1).map(line -> line.substring(1)).toList();
  }

  private static List<Instruction> instructions() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .map(parts -> new Instruction(parts[0], parts[1]))
          .toList();
    }
  }

  private static List<Instruction> named(String name) throws IOException {
    return instructions().stream().filter(it -> it.name().equals(name)).toList();
  }

  private static Instruction last(String name) throws IOException {
    List<Instruction> all = named(name);
    assertThat(all).as(name).isNotEmpty();
    return all.get(all.size() - 1);
  }

  private static Map<?, ?> yaml(String file) throws IOException {
    return new Yaml().load(Files.readString(Path.of(file)));
  }

  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
  }

  private static String text(Map<?, ?> parent, String name) {
    return Objects.requireNonNull(parent.get(name), name).toString();
  }
}
