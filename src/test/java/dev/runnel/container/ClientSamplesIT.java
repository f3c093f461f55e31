package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples of clients in {@code src/samples/clients}, as somebody would run them. */
class ClientSamplesIT extends ServerTest {

  private static final Path SAMPLES = Path.of("src/samples/clients").toAbsolutePath();

  /** How long a broken sample may hold a test up. */
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.resume-grace=PT10S", "runnel.chat-model=ark");
  }

  /** One sample. */
  enum Sample {
    /** The shell's. */
    CURL {
      @Override
      List<String> command(URI server, String question) {
        return List.of(SAMPLES.resolve("chat.sh").toString(), "{\"message\":\"" + question + "\"}");
      }
    },
    /** The JDK's HTTP client, with the core packages alone. */
    JDK {
      @Override
      List<String> command(URI server, String question) {
        Path core = Path.of(System.getProperty("runnel.war")).resolveSibling("runnel-core.jar");
        return java(core.toString(), "Chat.java", server, question);
      }
    },
    /** JAX-RS, by Jersey. */
    JAX_RS {
      @Override
      List<String> command(URI server, String question) {
        return java(System.getProperty("java.class.path"), "Listen.java", server, question);
      }
    };

    abstract List<String> command(URI server, String question);

    private static List<String> java(String classPath, String file, URI server, String question) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          classPath,
          SAMPLES.resolve(file).toString(),
          server.toString(),
          question);
    }
  }

  @BeforeEach
  void needsItsTools() {
    Skipped.unless(
        Files.isExecutable(Path.of("/bin/sh")) && inPath("curl"),
        "the samples of clients need a shell and curl (Debian's curl)");
  }

  @ParameterizedTest
  @EnumSource
  void readsAnAnswerToItsEnd(Sample sample) throws Exception {
    Run run = run(sample, uri(""), "say 溪|流|😀");
    assertThat(run.end()).as(run.errors()).isZero();
    assertThat(run.output()).contains(sample == Sample.CURL ? "\"type\":\"complete\"" : "溪流😀");
    assertThat(run.errors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAfterACutWhereItWas(Sample sample) throws Exception {
    Gate gate = new Gate();
    String question = "wait for the cut of " + sample;
    ScriptedProvider.GATES.put("the cut of " + sample, gate);
    int before = provider.requests().size();
    try (CuttingRelay relay = new CuttingRelay(base.getPort(), "\"first\"")) {
      Run run = run(sample, relay.root(), question);
      Await.until("its line is cut", () -> relay.cuts() == 1);
      gate.open();
      assertThat(run.end()).as(run.errors()).isZero();
      assertThat(run.output().replaceAll("(?s)[^\\n]*\"chunk\":\"( ?\\w+)\"}\\n", "$1"))
          .containsOnlyOnce("first last");
    }
    assertThat(provider.requests()).as("bought once").hasSize(before + 1);
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhyAnAnswerFails(Sample sample) throws Exception {
    Run run = run(sample, uri(""), "status 401");
    assertThat(run.end()).isEqualTo(1);
    assertThat(run.output() + run.errors()).contains("upstream_auth");
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhyTheServerRefuses(Sample sample) throws Exception {
    Run run = run(sample, uri(""), " ");
    assertThat(run.end()).isEqualTo(sample == Sample.CURL ? 2 : 1);
    assertThat(run.errors()).contains("'message' is missing or blank");
  }

  @Test
  void theJdksStopsTheModelOnEnter() throws Exception {
    ScriptedProvider.GATES.put("enter", new Gate());
    Run run = run(Sample.JDK, uri(""), "wait for enter");
    Await.until("it has begun", () -> run.output().contains("first"));
    run.enter();
    assertThat(run.end()).isEqualTo(1);
    assertThat(run.errors()).contains("\"type\":\"cancelled\"");
    ScriptedProvider.GATES.get("enter").open();
  }

  private static boolean inPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private Run run(Sample sample, URI server, String question) throws IOException {
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(sample.command(server, question)))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("RUNNEL", server.resolve("/").toString().replaceFirst("/$", ""));
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new Run(builder.start(), output, errors);
  }

  /**
   * A run of a sample.
   *
   * @param process its process
   * @param outputFile what it wrote
   * @param errorsFile what it wrote of errors
   */
  private record Run(Process process, Path outputFile, Path errorsFile) {

    /** Its status, once it has ended. */
    int end() throws InterruptedException {
      try {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .as("it ends; it wrote: %s %s", output(), errors())
            .isTrue();
        return process.exitValue();
      } finally {
        process.destroyForcibly();
      }
    }

    void enter() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    String output() {
      return read(outputFile);
    }

    String errors() {
      return read(errorsFile);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new AssertionError("the output of a sample cannot be read", e);
      }
    }
  }
}
