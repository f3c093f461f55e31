package dev.runnel.jar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Script;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** The streams of a kind that are under way when the server is stopped. */
  private static final int STREAMS = 20;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern TERMINAL =
      Pattern.compile("\"type\":\"(complete|error|cancelled)\"");
  private static final String END =
      """
      data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

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

  @Test
  void doesNotDeployWithAnExecutorThatIsNoneAndSaysSo() throws Exception {
    start(Map.of("RUNNEL_EXECUTOR", "jdbc/__default"));
    assertThat(get("health").statusCode()).isNotEqualTo(200);
    assertThat(Files.readString(output))
        .contains(
            "RUNNEL_EXECUTOR is 'jdbc/__default'",
            "allowed is the JNDI name of a ManagedExecutorService")
        .doesNotContain("WELD-000049");
  }

  @Test
  void letsStreamsEndWhenItIsStoppedAndTellsTheRest() throws Exception {
    Gate gate = new Gate();
    try (ProviderStandIn provider =
        ProviderStandIn.start(
            request ->
                request.lastMessage().equals("finish")
                    ? Script.eventStream().send(delta("first")).await(gate).send(END)
                    : Script.eventStream().send(delta("first")).stall())) {
      start(
          Map.of(
              "OPENAI_BASE_URL", provider.uri("/v1").toString(),
              "OPENAI_MODEL", "scripted",
              // Longer than it takes to see that it began and to open the gate.
              "RUNNEL_DRAIN", "PT6S"));
      List<CompletableFuture<HttpResponse<String>>> finishing = open("finish");
      List<CompletableFuture<HttpResponse<String>>> stalled = open("stall");
      Await.until(
          "the model is asked for all of them",
          () -> provider.requests().size() == finishing.size() + stalled.size());

      process().destroy();
      Await.until("the server is not ready", () -> status("health") == 503);
      assertThat(status("api/chat?message=one+more")).isEqualTo(503);
      gate.open();

      for (CompletableFuture<HttpResponse<String>> each : finishing) {
        assertThat(terminals(each.get().body())).containsExactly("complete");
      }
      for (CompletableFuture<HttpResponse<String>> each : stalled) {
        String body = each.get().body();
        assertThat(terminals(body)).containsExactly("error");
        assertThat(body).contains("\"code\":\"producer_lost\",\"retryable\":true", "\n:");
      }
      assertThat(provider.requests()).hasSize(finishing.size() + stalled.size());
      Await.until("the server has ended", () -> !process().isAlive());
    }
  }

  private static List<CompletableFuture<HttpResponse<String>>> open(String message) {
    return Stream.generate(() -> CLIENT.sendAsync(chat(message), BodyHandlers.ofString()))
        .limit(STREAMS)
        .toList();
  }

  private static HttpRequest chat(String message) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + PORT + "/api/chat?message=" + message))
        .build();
  }

  private static List<String> terminals(String body) {
    return TERMINAL.matcher(body).results().map(found -> found.group(1)).toList();
  }

  private static String delta(String text) {
    return "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
        .formatted(text);
  }

  /** The status of an answer, or 0 if there was none. */
  private static int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException refused) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private Process process() {
    return Objects.requireNonNull(server);
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
    builder.environment().put("RUNNEL_HEARTBEAT", "PT0.2S");
    builder.environment().put("RUNNEL_DRAIN", "PT1S");
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
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + PORT + "/" + path)).build(),
        BodyHandlers.ofString());
  }
}
