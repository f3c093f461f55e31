package dev.runnel.container;

import dev.runnel.standin.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The samples of {@code src/samples/clients/npm}, as an embedder runs them, in a copy below {@code
 * target} that npm installs their packages in. Skipped aloud where that cannot be.
 */
enum NpmSamples {
  /** As the samples are. */
  NODE_18("src/samples/clients/npm", 18),
  /** With the next major versions of the packages. */
  NODE_22("src/test/npm/node-22", 22);

  private static final Path SAMPLES = Path.of("src/samples/clients/npm");

  /** How long a broken server may hold a test up. */
  private static final long PATIENCE_SECONDS = 60;

  private final Path lockFolder;
  private final int oldestNode;
  private final Path folder = Path.of("target", "npm-samples", name().toLowerCase(Locale.ROOT));

  NpmSamples(String lockFolder, int oldestNode) {
    this.lockFolder = Path.of(lockFolder);
    this.oldestNode = oldestNode;
  }

  /**
   * What a sample printed, and how it ended.
   *
   * @param out what it wrote to its standard output
   * @param err what it wrote while it ran
   */
  record Output(int exit, String out, String err) {}

  /** A sample that runs. */
  record Running(Process process, Path out, Path err) {

    /** Waits until it has shown a text. */
    Running awaitShown(String text) {
      Await.until("a sample shows " + text, () -> read(err).contains(text));
      return this;
    }

    /** Ends it as a closed page does. */
    void kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }

    /** Waits for its end. */
    Output end() throws InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("a sample did not end: " + read(err));
      }
      return new Output(process.exitValue(), read(out), read(err));
    }
  }

  /** Makes the samples ready, once for each build; skips the test where that cannot be. */
  void install() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    copy(SAMPLES, folder);
    copy(lockFolder, folder);
    Npm.install(folder, oldestNode, SAMPLES.toString());
  }

  /** Where they are, with their packages. */
  Path folder() {
    return folder;
  }

  /** Runs a sample against the server at a root, to its end. */
  Output run(String sample, URI root, String... arguments)
      throws IOException, InterruptedException {
    return start(sample, root, arguments).end();
  }

  /** Begins to run a sample. */
  Running start(String sample, URI root, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", sample));
    command.add(root.toString().replaceAll("/$", ""));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    return new Running(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start(),
        out,
        err);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
