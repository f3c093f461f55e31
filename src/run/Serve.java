import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Serves {@code runnel.jar} and says when it is ready: what {@code mvn -Prun} runs.
 *
 * <p>Arguments: the jar, the port. Ends when the server ends, with its exit code.
 */
final class Serve {

  // Longer than a boot: the server accepts early and answers when it is ready, and a client that
  // gives up meanwhile fills its log.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private Serve() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    String jar = args[0];
    String port = args[1];
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process server =
        new ProcessBuilder(List.of(java.toString(), "-jar", jar, "--port", port))
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    if (awaitReady(server, port)) {
      String url = "http://localhost:" + port + "/";
      System.out.printf(
          "%n  Runnel is ready:  %s%n  structured demo:  %sstructured.html%n"
              + "  stop it with Ctrl+C%n%n",
          url, url);
    }
    System.exit(server.waitFor());
  }

  private static boolean awaitReady(Process server, String port) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
            .timeout(PATIENCE)
            .build();
    while (server.isAlive()) {
      try {
        if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      } catch (IOException e) {
        // Not listening yet: the server's own output says what it does meanwhile.
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    return false;
  }
}
