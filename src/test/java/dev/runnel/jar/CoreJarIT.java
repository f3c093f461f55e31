package dev.runnel.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runnel-core.jar}, with nothing else on the class path. */
class CoreJarIT {

  private static final Path JAR = Path.of(System.getProperty("core.jar"));
  private static final Pattern JAVA =
      Pattern.compile("```java\\n(.*?)```\\s*```\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void runsTheExampleOfEachReadmeAsItStandsThere() throws Exception {
    for (String readme : List.of("README.md", "README.zh.md")) {
      Matcher example = JAVA.matcher(Files.readString(Path.of(readme)));
      assertThat(example.find()).as(readme).isTrue();
      Path source = directory.resolve("Example.java");
      Files.writeString(source, example.group(1));

      assertThat(run(source)).as(readme).isEqualTo(example.group(2));
    }
  }

  @Test
  void holdsTheCorePackagesAlone() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(
              jar.stream()
                  .map(JarEntry::getName)
                  .filter(name -> name.endsWith(".class"))
                  .map(name -> name.substring(0, name.lastIndexOf('/')))
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "dev/runnel/json",
              "dev/runnel/patch",
              "dev/runnel/increment",
              "dev/runnel/eventstream");
    }
  }

  private String run(Path source) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                JAR.toString(),
                source.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as("exit: %s", Files.readString(output)).isZero();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
