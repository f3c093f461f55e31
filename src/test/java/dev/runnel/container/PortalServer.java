package dev.runnel.container;

import dev.runnel.standin.Await;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The server that is tested, as its administrator starts it: Runnel is at {@code /runnel}, and
 * beside it are the sample portals, each at its folder's name. Arquillian starts a Payara Micro for
 * each application; here one has them all.
 */
final class PortalServer implements AutoCloseable {

  private static final Path SAMPLES = Path.of("src/samples/embed");
  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final int STOP_SECONDS = 30;

  /** It lives for seconds: what takes long to compile does not pay. */
  private static final List<String> OPTIONS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Runnable end;
  private final int port;

  private PortalServer(Runnable end, int port) {
    this.end = end;
    this.port = port;
  }

  /** Whether the server that is tested is one of these. */
  static boolean isPossible() {
    return List.of("payara-micro", "wildfly").contains(System.getProperty("arquillian.launch"));
  }

  /**
   * Starts it and waits until it has started.
   *
   * @param directory an empty one for what it writes
   * @param settings variables of its environment
   * @param portals folders of samples
   */
  static PortalServer start(Path directory, Map<String, String> settings, String... portals)
      throws IOException {
    List<Path> wars = new ArrayList<>();
    wars.add(
        Files.copy(
            Path.of(System.getProperty("runnel.war")),
            Files.createDirectories(directory.resolve("wars")).resolve("runnel.war")));
    for (String portal : portals) {
      File war = directory.resolve("wars").resolve(portal + ".war").toFile();
      ShrinkWrap.create(ExplodedImporter.class, war.getName())
          .importDirectory(SAMPLES.resolve(portal).toFile())
          .as(WebArchive.class)
          .as(ZipExporter.class)
          .exportTo(war);
      wars.add(war.toPath());
    }
    if ("wildfly".equals(System.getProperty("arquillian.launch"))) {
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("JAVA_OPTS", String.join(" ", OPTIONS));
      WildFly server = WildFly.startWithFaces(directory.resolve("wildfly"), environment, wars);
      return new PortalServer(server::close, server.port());
    }
    return payaraMicro(directory.resolve("payara-micro.log"), settings, wars);
  }

  private static PortalServer payaraMicro(
      Path output, Map<String, String> settings, List<Path> wars) throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(
        List.of(
            "-jar",
            System.getProperty("micro.jar"),
            "--nocluster",
            "--nohazelcast",
            "--disablephonehome",
            "--port",
            Integer.toString(port),
            "--prebootcommandfile",
            System.getProperty("pre.boot"),
            "--postbootcommandfile",
            System.getProperty("post.boot")));
    for (Path war : wars) {
      command.addAll(List.of("--deploy", war.toString()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // Whatever the developer's shell has set.
    builder.environment().keySet().removeIf(name -> name.matches("(COZE|ARK|OPENAI|RUNNEL)_.*"));
    builder.environment().putAll(settings);
    Process server = builder.start();
    PortalServer started = new PortalServer(() -> end(server), port);
    Await.until(
        "Payara Micro has started: " + output,
        BOOT,
        () -> !server.isAlive() || read(output).contains("ready in"));
    return started;
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException notThereYet) {
      return "";
    }
  }

  private static void end(Process server) {
    server.destroy();
    try {
      if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException hurried) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A path of the server, by its loopback name. */
  URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  /** Where Runnel is, with a slash at the end. */
  URI runnel() {
    return uri("/runnel/");
  }

  @Override
  public void close() {
    end.run();
  }
}
