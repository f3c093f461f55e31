package dev.runnel.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The servers that are put under load. */
enum ServerKind {
  /** Payara Micro with the WAR inside: {@code runnel.jar}. */
  PAYARA("Payara Micro", 500) {
    @Override
    List<String> command(Options options, int port, Map<String, String> environment) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          HEAP,
          "-jar",
          options.jar().toString(),
          "--port",
          Integer.toString(port));
    }
  },

  /** WildFly with the WAR at its root, in a copy of its directories. */
  WILDFLY("WildFly", 250) {
    @Override
    List<String> command(Options options, int port, Map<String, String> environment)
        throws IOException {
      Path base = options.directory().resolve("wildfly");
      delete(base);
      copy(options.wildfly().resolve("standalone/configuration"), base.resolve("configuration"));
      Path deployments = Files.createDirectory(base.resolve("deployments"));
      Files.copy(options.war(), deployments.resolve("ROOT.war"));
      environment.put("JAVA_OPTS", HEAP + " -Djava.net.preferIPv4Stack=true");
      // In the background the script passes signals on to the server.
      environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
      return List.of(
          options.wildfly().resolve("bin").resolve("standalone.sh").toString(),
          "-c",
          "standalone-microprofile.xml",
          "-Djboss.server.base.dir=" + base,
          "-Djboss.http.port=" + port,
          "-Djboss.https.port=" + Sockets.freePort(),
          "-Djboss.management.http.port=" + Sockets.freePort(),
          "-Djboss.management.https.port=" + Sockets.freePort());
    }
  };

  private static final String HEAP = "-Xmx512m";

  /** Its name for people. */
  final String title;

  /**
   * How long, in milliseconds, it may take until the provider is let go when a client has left a
   * stream of tokens: some servers tell it at the second write only.
   */
  final int maxLeaveMillis;

  ServerKind(String title, int maxLeaveMillis) {
    this.title = title;
    this.maxLeaveMillis = maxLeaveMillis;
  }

  /**
   * The command that starts the server.
   *
   * @param environment of the server; more may be put into it
   */
  abstract List<String> command(Options options, int port, Map<String, String> environment)
      throws IOException;

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> old = Files.walk(directory)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
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
