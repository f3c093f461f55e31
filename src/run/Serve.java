import java.io.IOException;
import java.net.ServerSocket;
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
 * <p>Arguments: the jar, the port. Ends when the server ends, with its exit code; with 1 when the
 * port is taken or the application is not deployed.
 */
final class Serve {

  // Longer than a boot: the server accepts early and answers when it is ready, and a client that
  // gives up meanwhile fills its log.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /** How often the server may answer something else: pages come up shortly before applications. */
  private static final int LOOKS_AFTER_THE_FIRST_ANSWER = 40;

  private Serve() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    String jar = args[0];
    String port = args[1];
    if (isTaken(Integer.parseInt(port))) {
      System.out.printf(
          "%n  Port %s is taken by another program. Choose another: mvn -Prun -Dport=…%n%n", port);
      System.exit(1);
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process server =
        new ProcessBuilder(List.of(java.toString(), "-jar", jar, "--port", port))
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    if (becomesReady(server, port)) {
      String url = "http://localhost:" + port + "/";
      System.out.printf(
          "%n  Runnel is ready:  %s%n  structured demo:  %sstructured.html%n"
              + "  stop it with Ctrl+C%n%n",
          url, url);
    } else if (server.isAlive()) {
      System.out.printf(
          "%n  Runnel was not deployed. The server's messages above say why: look for"
              + " \"Runnel cannot start\".%n%n");
      System.exit(1);
    }
    System.exit(server.waitFor());
  }

  private static boolean isTaken(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return !probe.isBound();
    } catch (IOException taken) {
      return true;
    }
  }

  private static boolean becomesReady(Process server, String port) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
            .timeout(PATIENCE)
            .build();
    int otherAnswers = 0;
    while (server.isAlive() && otherAnswers < LOOKS_AFTER_THE_FIRST_ANSWER) {
      try {
        if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
        otherAnswers++;
      } catch (IOException e) {
        // Not listening yet: the server's own output says what it does meanwhile.
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    return false;
  }
}
