package dev.runnel.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a child process, from its start to its end. */
final class ServerProcess implements AutoCloseable {

  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final Duration SHUTDOWN = Duration.ofSeconds(30);

  private final Process launched;
  private final int port;
  private final Path output;
  private final Thread killer;

  private ServerProcess(Process launched, int port, Path output) {
    this.launched = launched;
    this.port = port;
    this.output = output;
    // However the program ends, no server is left.
    killer = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param settings the variables of its environment, beside what is inherited
   */
  static ServerProcess start(ServerKind kind, Options options, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = Sockets.freePort();
    Files.createDirectories(options.directory());
    Path output = options.directory().resolve(kind.name().toLowerCase(Locale.ROOT) + ".log");
    ProcessBuilder builder =
        new ProcessBuilder().redirectErrorStream(true).redirectOutput(output.toFile());
    // Whatever the developer's shell has set.
    builder.environment().keySet().removeIf(name -> name.matches("(COZE|ARK|OPENAI|RUNNEL)_.*"));
    builder.environment().putAll(settings);
    builder.command(kind.command(options, port, builder.environment()));
    ServerProcess server = new ServerProcess(builder.start(), port, output);
    server.awaitReady();
    return server;
  }

  int port() {
    return port;
  }

  /** What the server uses. */
  ProcessProbe probe() {
    // A script starts the server as its child.
    return new ProcessProbe(
        launched
            .descendants()
            .filter(child -> child.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseGet(launched::toHandle));
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  private void kill() {
    var children = launched.descendants().toList();
    launched.destroy();
    try {
      if (!launched.waitFor(SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
        children.forEach(ProcessHandle::destroyForcibly);
        launched.destroyForcibly();
      }
    } catch (InterruptedException e) {
      children.forEach(ProcessHandle::destroyForcibly);
      launched.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
            .timeout(BOOT)
            .build();
    long end = System.nanoTime() + BOOT.toNanos();
    while (launched.isAlive() && System.nanoTime() - end < 0) {
      try {
        if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet: what the server does meanwhile is in its output.
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    close();
    throw new IllegalStateException("the server does not answer: see " + output);
  }
}
