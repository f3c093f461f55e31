package dev.runnel.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.standin.Await;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Script;
import java.io.File;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two commands of the image, {@code start} and {@code health}, without an image. */
class ImageStartIT {

  private static final Path COMMANDS = Path.of("server-config/docker").toAbsolutePath();
  private static final String PORT = System.getProperty("jar.port");
  private static final Duration BOOT = Duration.ofSeconds(80);

  /** What {@code start} ends with where its environment is wrong: EX_USAGE. */
  private static final int USAGE = 64;

  private static final Path BASH = Path.of("/bin/bash");
  private static final String NEEDS_BASH =
      "SKIPPED: the commands of the image need " + BASH + ", which the image has";

  @TempDir Path directory;
  private @Nullable Process server;

  @BeforeEach
  void needBash() {
    if (!Files.isExecutable(BASH)) {
      // Aloud: a report of skipped tests does not say why.
      System.out.println(NEEDS_BASH);
    }
    assumeTrue(Files.isExecutable(BASH), NEEDS_BASH);
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
  void listensWherePortSaysAndLetsStreamsEndAtTheSignalThatStopsAContainer() throws Exception {
    try (ProviderStandIn provider =
        ProviderStandIn.start(
            request ->
                Script.eventStream()
                    .send(
                        "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":"
                            + "{\"content\":\"first\"}}]}\n\n")
                    .stall())) {
      Path output = directory.resolve("server.log");
      Process started =
          run(
              output,
              "start",
              Map.of(
                  "RUNNEL_JAR",
                  Path.of(System.getProperty("runnel.jar")).toString(),
                  "PORT",
                  PORT,
                  "OPENAI_BASE_URL",
                  provider.uri("/v1").toString(),
                  "OPENAI_MODEL",
                  "scripted",
                  "RUNNEL_HEARTBEAT",
                  "PT0.2S",
                  // Longer than it takes to see that it began.
                  "RUNNEL_DRAIN",
                  "PT6S"));
      server = started;
      Await.until(
          "the server is ready: " + output,
          BOOT,
          () -> read(output).contains("ready in") && health(PORT) == 0);
      assertThat(started.info().command().orElse("")).as("no shell in between").endsWith("java");

      CompletableFuture<HttpResponse<String>> stream =
          HttpClient.newHttpClient()
              .sendAsync(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + PORT + "/api/chat?message=a"))
                      .build(),
                  BodyHandlers.ofString());
      Await.until("the model is asked", () -> provider.requests().size() == 1);

      // SIGTERM, as Docker sends it to the first process.
      started.destroy();
      Await.until("the health command sees that it stops", () -> health(PORT) == 1);
      assertThat(started.isAlive()).isTrue();
      assertThat(stream.get().body()).contains("\"code\":\"producer_lost\",\"retryable\":true");
      Await.until("the server has ended", () -> !started.isAlive());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "80 81", "-1"})
  void saysThatThePortIsNone(String port) throws Exception {
    Path output = directory.resolve("start.log");
    Process start = run(output, "start", Map.of("PORT", port));
    assertThat(start.waitFor()).isEqualTo(USAGE);
    assertThat(read(output)).contains("PORT is '" + port + "'", "such as 5001");
  }

  @Test
  void theHealthCommandFailsWhereNothingListens() {
    assertThat(health("1")).isEqualTo(1);
  }

  private int health(String port) {
    try {
      return run(directory.resolve("health.log"), "health", Map.of("PORT", port)).waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static Process run(Path output, String command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(COMMANDS.resolve(command).toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(COZE|ARK|OPENAI|RUNNEL)_.*"));
    builder
        .environment()
        .merge(
            "PATH",
            Path.of(System.getProperty("java.home"), "bin").toString(),
            (path, java) -> java + File.pathSeparator + path);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException notThereYet) {
      return "";
    }
  }
}
