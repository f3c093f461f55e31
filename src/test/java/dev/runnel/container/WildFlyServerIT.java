package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of {@code server-config/wildfly}, on a real server that is running. */
class WildFlyServerIT {

  private static final String KEY = "sk-wildfly-test-secret";

  /** What install.cli calls things, and what WildFly makes of it. */
  private static final String NAME = "runnel";

  private static final String RUNTIME_NAME = "ROOT.war";
  private static final String CLASS_LOADER = "\"deployment." + RUNTIME_NAME + "\"";
  private static final String EXECUTOR =
      "runnel.executor=\"java:jboss/ee/concurrency/executor/runnel\"";

  private static final int CYCLES = 20;
  private static final int WINDOW_BYTES = 4096;

  /** More than the server and the system hold for a client that takes nothing. */
  private static final int LARGE_DELTAS = 112;

  private static final int LARGE_DELTA_CHARS = 64 * 1024;

  @TempDir Path directory;
  private ProviderStandIn provider;
  private WildFly server;

  @SuppressWarnings("NullAway.Init") // set before each test
  WildFlyServerIT() {}

  @BeforeEach
  void start() throws IOException {
    provider = ProviderStandIn.start(ScriptedProvider::answer);
    server = WildFly.start(directory);
    Path keys = Files.createDirectory(server.configuration().resolve("runnel-keys"));
    Files.writeString(keys.resolve("openai.api-key"), KEY);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({"ROOT.war, /", "runnel.war, /runnel/"})
  void answersWhereItsNameSaysAndLeavesNothingBehind(String name, String path) throws Exception {
    String before = server.run(":read-resource(recursive=true)");
    URI root = server.uri(path);

    install(Map.of("set name=ROOT.war", "set name=" + name));

    assertThat(PageCrawl.from(root)).hasSizeGreaterThan(30);
    Answer demo = Answer.post(root.resolve("api/chat"), chat("demo", "hello"));
    assertThat(demo.last().string("type")).isEqualTo("complete");
    assertThat(demo.text()).isNotEmpty();
    assertTheKeyReachesTheProviderAndNobodyElse(root);
    assertTheSettingTookEffect(root);
    assertTheExecutorIsThere();

    server.run(Substitution.in("wildfly/uninstall.cli", Map.of()));

    assertThat(Answer.statusOf(root.resolve("api/models"))).isEqualTo(404);
    assertThat(server.run(":read-resource(recursive=true)")).isEqualTo(before);
  }

  private void assertTheKeyReachesTheProviderAndNobodyElse(URI root) throws Exception {
    Answer answer = Answer.post(root.resolve("api/chat"), chat("openai", "say a|b"));
    assertThat(answer.text()).isEqualTo("ab");
    assertThat(provider.requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly("Bearer " + KEY);
    // What the administrator's tools show is written to a file, too.
    server.run("/core-service=platform-mbean/type=runtime:read-resource(include-runtime=true)");
    server.run("/subsystem=microprofile-config-smallrye:read-resource(recursive=true)");
    assertThat(server.filesWith(KEY))
        .containsExactly(Path.of("configuration", "runnel-keys", "openai.api-key"));
  }

  private static void assertTheSettingTookEffect(URI root) throws Exception {
    // Only RUNNEL_AUTH=anonymous lets in what comes by a proxy.
    Answer answer =
        Answer.to(
            Answer.request(root.resolve("api/models"))
                .header("X-Forwarded-For", "192.0.2.7")
                .build());
    assertThat(answer.status()).isEqualTo(200);
  }

  private void assertTheExecutorIsThere() throws Exception {
    String executor = "/subsystem=ee/managed-executor-service=runnel";
    assertThat(server.run(executor + ":read-resource(include-runtime=true)"))
        .contains("\"jndi-name\" => \"java:jboss/ee/concurrency/executor/runnel\"")
        .contains("\"active-thread-count\" => 0");
  }

  @Test
  void endsTheConnectionOfAClientThatTakesNothing() throws Exception {
    Skipped.unless(TcpConnection.canBeSeen(), "it needs Linux's /proc");
    // Without the setting it stays for three times as long as this test waits.
    install(Map.of("name=write-timeout,value=30000", "name=write-timeout,value=2000"));
    Script large = Script.eventStream();
    for (int i = 0; i < LARGE_DELTAS; i++) {
      large.send(ScriptedProvider.arkDelta("x".repeat(LARGE_DELTA_CHARS)));
    }
    ScriptedProvider.plays("takes nothing", large.stall());

    try (StreamClient client =
        StreamClient.get(
            WINDOW_BYTES, server.uri("/api/chat?model=openai&message=takes+nothing"))) {
      assertThat(TcpConnection.isOpen(server.port(), client.localPort())).isTrue();
      Await.until(
          "the server has ended the connection",
          () -> !TcpConnection.isOpen(server.port(), client.localPort()));
      Await.until(
          "the provider is let go",
          () ->
              provider.requests().stream()
                  .map(RecordedRequest::connection)
                  .allMatch(provider::closedByPeer));
    }
  }

  @Test
  void letsStreamsEndBeforeItStops() throws Exception {
    install(Map.of());
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("wildfly stops", gate);
    try (StreamClient client =
        StreamClient.open(
            "POST", server.uri("/api/chat"), chat("openai", "wait for wildfly stops"))) {
      client.readUntil("first");
      server.terminate();
      Await.until("it suspends", () -> server.log().contains("WFLYSRV0211"));
      assertThat(server.log()).contains("30000 ms");
      Await.until("it takes no more requests", () -> status("/health") == 503);
      gate.open();
      client.readAll();
      assertThat(client.whole()).isTrue();
      assertThat(client.last().string("type")).isEqualTo("complete");
      Await.until("the server has ended", () -> !server.isAlive());
    } finally {
      gate.open();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java:jboss/ee/concurrency/executor/none", "java:jboss/mail/Default"})
  void doesNotDeployWithAnExecutorThatIsNone(String name) {
    assertThatThrownBy(() -> install(Map.of(EXECUTOR, "runnel.executor=\"" + name + "\"")))
        .hasMessageContainingAll(
            "RUNNEL_EXECUTOR is '" + name + "'",
            "allowed is the JNDI name of a ManagedExecutorService");
  }

  /** Twenty deployments take a slow machine some minutes. */
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesNothingBehindHoweverOftenItIsDeployed(boolean onTheServersExecutor) throws Exception {
    Path bystanders = directory.resolve("bystanders.war");
    Bystanders.war("bystanders.war").as(ZipExporter.class).exportTo(bystanders.toFile());
    // A thread that is made for one of our requests would keep that one: here none is made later.
    server.run(
        "/subsystem=io/worker=default:write-attribute(name=task-core-threads,value="
            + Bystanders.REQUEST_THREADS
            + ")");
    install(
        Map.of(EXECUTOR, (onTheServersExecutor ? EXECUTOR + ", " : "") + "runnel.drain=PT0.5S"));
    server.undeploy(NAME);
    server.deploy(bystanders, "bystanders", "bystanders.war");
    URI bystandersRoot = server.uri("/bystanders/");
    // Before the first of ours: see there.
    Bystanders.occupyRequestThreads(bystandersRoot);
    ServerJvm jvm = server.jvm();
    for (int i = 0; i < CYCLES; i++) {
      server.deploy(Path.of(System.getProperty("runnel.war")), NAME, RUNTIME_NAME);
      Visitors visitors = Visitors.of(server.uri("/"), "openai", provider);
      if (i == 0) {
        assertThat(jvm.jcmd("VM.classloaders")).contains(CLASS_LOADER);
        assertThat(jvm.jcmd("Thread.print")).contains("runnel-threads", "HttpClient-");
        assertThat(jvm.mbeans()).contains("dev.runnel:type=Streams");
      }

      server.undeploy(NAME);

      visitors.assertAllWereTold();
    }
    try {
      Await.until(
          "no class loader is left",
          Duration.ofMinutes(2),
          () -> {
            Bystanders.occupyRequestThreads(bystandersRoot);
            jvm.jcmd("GC.run");
            return !jvm.jcmd("VM.classloaders").contains(CLASS_LOADER);
          });
    } catch (AssertionError left) {
      Path heap = Path.of(System.getProperty("runnel.war")).resolveSibling("class-loader.hprof");
      Files.deleteIfExists(heap);
      jvm.jcmd("GC.heap_dump " + heap);
      throw new AssertionError("who holds it is in " + heap, left);
    }
    Await.until(
        "no thread is left",
        () -> {
          String threads = jvm.jcmd("Thread.print");
          return !threads.contains("runnel-threads") && !threads.contains("HttpClient-");
        });
    assertThat(jvm.mbeans()).isNotEmpty().noneMatch(name -> name.startsWith("dev.runnel:"));
  }

  private int status(String path) {
    try {
      return Answer.CLIENT
          .send(Answer.request(server.uri(path)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException refused) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Runs the script, with settings for this test and other values in some places. */
  private void install(Map<String, String> values) throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(values);
    all.put("set war=runnel.war", "set war=" + System.getProperty("runnel.war"));
    all.put(
        "runnel.auth=loopback,",
        "runnel.auth=anonymous, openai.model=scripted, openai.base-url=\""
            + provider.uri("/v1")
            + "\", runnel.timeout.write=PT1S, runnel.resume-grace=PT0S,"
            + " runnel.demo.pace=PT0.002S,");
    server.run(Substitution.in("wildfly/install.cli", all));
  }

  private static String chat(String model, String message) {
    return "{\"model\":\"%s\",\"message\":%s}".formatted(model, new JsonString(message).toJson());
  }
}
