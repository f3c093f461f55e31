package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A WildFly as an administrator starts it, with directories of its own. It ends when it is closed.
 */
final class WildFly implements AutoCloseable {

  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 60;
  private static final String CONFIGURATION = "standalone-microprofile.xml";

  /** The second with errors, which are those of what is deployed. */
  private static final Pattern STARTED = Pattern.compile("WFLYSRV002[56]");

  private static final Path HOME = Path.of(System.getProperty("wildfly.home"));

  private final Process script;
  private final Path base;
  private final int port;
  private final int managementPort;

  private WildFly(Process script, Path base, int port, int managementPort) {
    this.script = script;
    this.base = base;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts one whose directories are in a folder, with nothing deployed. */
  static WildFly start(Path base) throws IOException {
    copy(HOME.resolve("standalone/configuration"), base.resolve("configuration"));
    Files.createDirectories(base.resolve("deployments"));
    return launch(base, Map.of());
  }

  /**
   * Starts one that has Faces beside all else, and applications.
   *
   * @param environment variables of its own
   * @param wars what is deployed; the names of the files say where it answers
   */
  static WildFly startWithFaces(Path base, Map<String, String> environment, List<Path> wars)
      throws IOException {
    copy(HOME.resolve("standalone/configuration"), base.resolve("configuration"));
    Path configuration = base.resolve("configuration").resolve(CONFIGURATION);
    // What the two commands in the samples' README leave there.
    String extension = "<extension module=\"org.jboss.as.jaxrs\"/>";
    String subsystem = "<subsystem xmlns=\"urn:jboss:domain:naming:";
    String text = Files.readString(configuration);
    assertThat(text).contains(extension, subsystem);
    Files.writeString(
        configuration,
        text.replace(extension, extension + "<extension module=\"org.jboss.as.jsf\"/>")
            .replace(subsystem, "<subsystem xmlns=\"urn:jboss:domain:jsf:1.1\"/>" + subsystem));
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    for (Path war : wars) {
      Files.copy(war, deployments.resolve(war.getFileName()));
    }
    return launch(base, environment);
  }

  private static WildFly launch(Path base, Map<String, String> environment) throws IOException {
    int port = Ports.free();
    int managementPort = Ports.free();
    Path output = base.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                HOME.resolve("bin/standalone.sh").toString(),
                "-c",
                CONFIGURATION,
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + Ports.free(),
                "-Djboss.management.http.port=" + managementPort,
                "-Djboss.management.https.port=" + Ports.free())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Whatever the developer's shell has set.
    builder.environment().keySet().removeIf(name -> name.matches("(COZE|ARK|OPENAI|RUNNEL)_.*"));
    builder.environment().put("JAVA_OPTS", "-Xmx512m -Djava.net.preferIPv4Stack=true");
    builder.environment().putAll(environment);
    // So the script passes signals on to the server.
    builder.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
    WildFly wildFly = new WildFly(builder.start(), base, port, managementPort);
    Await.until(
        "WildFly has started: " + output,
        BOOT,
        () -> !wildFly.isAlive() || STARTED.matcher(wildFly.log()).find());
    return wildFly;
  }

  /** A path of what is deployed on it, from the root of the server. */
  URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  int port() {
    return port;
  }

  /** Its configuration directory. */
  Path configuration() {
    return base.resolve("configuration");
  }

  /** What it has written to its log. */
  String log() {
    try {
      return Files.readString(base.resolve("output.txt"));
    } catch (IOException notThereYet) {
      return "";
    }
  }

  boolean isAlive() {
    return script.isAlive();
  }

  /** Runs a script of its command line, to its end, and returns what it printed. */
  String run(String commands) throws IOException, InterruptedException {
    Path file = Files.createTempFile(base, "commands", ".cli");
    Files.writeString(file, commands);
    Path output = Files.createTempFile(base, "commands", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                HOME.resolve("bin/jboss-cli.sh").toString(),
                "--connect",
                "--controller=127.0.0.1:" + managementPort,
                "--no-color-output",
                "--file=" + file)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    int exit = builder.start().waitFor();
    String printed = Files.readString(output);
    if (exit != 0) {
      throw new AssertionError("jboss-cli says " + exit + ": " + printed);
    }
    return printed;
  }

  /** Deploys a WAR under a name; the runtime name says where it answers. */
  void deploy(Path war, String name, String runtimeName) throws IOException, InterruptedException {
    run("deploy " + war + " --name=" + name + " --runtime-name=" + runtimeName);
  }

  void undeploy(String name) throws IOException, InterruptedException {
    run("undeploy " + name);
  }

  /** Its JVM. */
  ServerJvm jvm() {
    return ServerJvm.below(script.toHandle());
  }

  /** The files in its directories that have a text in them. */
  List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(base)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> has(file, text))
          .map(base::relativize)
          .toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException gone) {
      return false;
    }
  }

  /** Asks it to end, as an operating system does. */
  void terminate() {
    script.destroy();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = script.descendants().toList();
    terminate();
    try {
      if (!script.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        children.forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
      }
    } catch (InterruptedException hurried) {
      children.forEach(ProcessHandle::destroyForcibly);
      script.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }
}
