package dev.runnel.jar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar runnel.jar}, as an administrator starts it. */
class RunnelJarIT {

  private static final String PORT = System.getProperty("jar.port");
  private static final Duration BOOT = Duration.ofSeconds(80);
  private static final String SECRET = "pat_jar-test-secret";

  @TempDir Path directory;
  private Path output;
  private @Nullable Process server;

  @BeforeEach
  void chooseTheOutput() {
    output = directory.resolve("server.log");
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  @Test
  void answersAtTheRootWithTheDemoModelAndNoCluster() throws Exception {
    start(Map.of());
    assertThat(get("health").body()).contains("Server is running");
    assertThat(get("").body()).contains("Runnel");
    assertThat(get("api/models").body())
        .contains("\"id\":\"demo\"", "\"default_for\":[\"chat\",\"structured\"]");
    assertThat(get("api/chat?message=hello").body())
        .contains("event: start", "\"model\":\"demo\"", "\"type\":\"complete\"");
    assertThat(get("helloworld").body())
        .contains("{\"status\":\"chunk\",\"data\":{\"title\":\"\"}}", "响应生成完成");
    assertThat(Files.readString(output)).doesNotContain("Members {size", "Multicast");
  }

  @Test
  void doesNotDeployWithAWrongSettingAndSaysWhichItIs() throws Exception {
    start(Map.of("COZE_API_TOKEN", SECRET));
    assertThat(get("health").statusCode()).isNotEqualTo(200);
    assertThat(Files.readString(output))
        .contains("COZE_BOT_ID is not set: COZE_API_TOKEN is set and needs the bot to talk to.")
        .doesNotContain(SECRET);
  }

  private void start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    System.getProperty("runnel.jar"),
                    "--port",
                    PORT))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(COZE|ARK|OPENAI|RUNNEL)_.*"));
    builder.environment().put("RUNNEL_DEMO_PACE", "PT0.002S");
    builder.environment().putAll(environment);
    server = builder.start();
    Await.until("the server is ready: " + output, BOOT, () -> read(output).contains("ready in"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException notThereYet) {
      return "";
    }
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + PORT + "/" + path)).build(),
            BodyHandlers.ofString());
  }
}
