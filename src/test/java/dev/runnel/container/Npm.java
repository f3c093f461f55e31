package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Node and the npm of this machine, for projects in folders below {@code target}. */
final class Npm {

  /** How long a command may take, by a slow line. */
  private static final long MAX_SECONDS = 180;

  private Npm() {}

  /**
   * Installs what a folder's lock file names, once for each state of that file; skips the test
   * where that cannot be.
   *
   * @param what the project, for the line that tells why
   */
  static void install(Path folder, int oldestNode, String what)
      throws IOException, InterruptedException {
    Skipped.unless(
        nodeMajor() >= oldestNode, what + " needs Node " + oldestNode + " or newer on the PATH");
    Skipped.unless(runs(folder, Map.of(), "npm", "--version"), what + " needs npm on the PATH");
    Path installed = folder.resolve("installed-lock.json");
    Path lock = folder.resolve("package-lock.json");
    if (!Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
      boolean ran =
          runs(
              folder,
              Map.of(),
              "npm",
              "ci",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund",
              "--prefer-offline");
      // Where the registry cannot be reached, that is the machine's; a lock that is none is ours.
      assertThat(Files.readString(log(folder))).as(what).doesNotContain("EUSAGE");
      Skipped.unless(
          ran, "npm could not install the packages of " + what + "; " + log(folder) + " says why");
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Whether a command ran in a folder and ended well; what it wrote is in {@link #log}. */
  static boolean runs(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(folder).toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException absent) {
      return false;
    }
    if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  /** What the last command in a folder wrote. */
  static Path log(Path folder) {
    return folder.resolve("npm.log");
  }

  private static int nodeMajor() throws IOException, InterruptedException {
    Process node;
    try {
      node = new ProcessBuilder("node", "--version").start();
    } catch (IOException noNode) {
      return 0;
    }
    String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).isZero();
    return Integer.parseInt(version.substring(1, version.indexOf('.')));
  }
}
