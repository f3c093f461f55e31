package dev.runnel.javascript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs each file of {@code src/test/js} with Node's test runner, which needs no install. */
class JavaScriptTest {

  private static final Path TESTS = Path.of("src/test/js");
  private static final int OLDEST_NODE = 18;
  private static final long PATIENCE_SECONDS = 60;

  private static final String NEEDS_NODE =
      "SKIPPED: the JavaScript tests need Node " + OLDEST_NODE + " or newer on the PATH";

  @TestFactory
  Stream<DynamicTest> everyTestOfTheModulesPasses() throws IOException, InterruptedException {
    boolean node = nodeMajor() >= OLDEST_NODE;
    if (!node) {
      // Aloud: a report of skipped tests does not say why.
      System.out.println(NEEDS_NODE);
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(TESTS)) {
      files = listed.filter(file -> file.toString().endsWith(".test.js")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(node, file)));
  }

  private static void run(boolean node, Path file) throws IOException, InterruptedException {
    assumeTrue(node, NEEDS_NODE);
    Result result = start("node", "--test", "--test-reporter=tap", file.toString());
    assertThat(result.exit).as(result.output).isZero();
    assertThat(result.output).containsPattern("# pass [1-9]");
  }

  private static int nodeMajor() throws InterruptedException {
    try {
      String version = start("node", "--version").output.strip();
      return Integer.parseInt(version.substring(1, version.indexOf('.')));
    } catch (IOException noNode) {
      return 0;
    }
  }

  private record Result(int exit, String output) {}

  private static Result start(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("runnel-node", ".txt");
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command)))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("node did not end: " + Files.readString(output));
      }
      return new Result(
          process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
