package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import dev.runnel.standin.ProviderStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Payara Server set up by the scripts of {@code server-config/payara-server}. */
class PayaraServerIT {

  private static final String KEY = "sk-alias-0123456789-secret";
  private static final String KEY_PROPERTY = "openai.api-key";
  private static final String EXECUTOR = "concurrent/runnel-workers";
  private static final int CYCLES = 20;

  private static final Pattern OUR_CLASS = Pattern.compile("dev\\.runnel\\.\\S+");

  @TempDir static Path directory;

  private static ProviderStandIn provider;
  private static PayaraServer server;

  @BeforeAll
  static void start() throws Exception {
    provider = ProviderStandIn.start(Integer.getInteger("provider.port"), ScriptedProvider::answer);
    server = PayaraServer.start("runnel-it", Integer.getInteger("payara.portbase") + 500);
    server.setProperty("openai.base-url", provider.uri("/v1").toString());
    server.setProperty("openai.model", "scripted");
    server.setProperty("runnel.chat-model", "demo");
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/runnel"})
  void runsWhereTheScriptPutsIt(String contextRoot) throws Exception {
    Path keyFile = Files.writeString(directory.resolve("key"), "AS_ADMIN_ALIASPASSWORD=" + KEY);
    server.install(
        contextRoot, Map.of("KEY_PROPERTY", KEY_PROPERTY, "KEY_FILE", keyFile.toString()));

    URI root = server.uri(contextRoot.equals("/") ? "/" : contextRoot + "/");
    assertThat(Answer.get(root.resolve("health")).body()).contains("Server is running");
    assertThat(Answer.get(server.uri("/mp-health/ready")).body())
        .contains("\"name\":\"runnel-configuration\"", "\"status\":\"UP\"");
    assertThat(PageCrawl.from(root)).contains(root.resolve("eventstream/decoder.js"));

    // The setting of the administrator, and the key.
    Answer models = Answer.get(root.resolve("api/models"));
    assertThat(models.body())
        .contains("{\"id\":\"demo\",\"provider\":\"demo\",\"default_for\":[\"chat\"]")
        .contains(
            "{\"id\":\"openai\",\"provider\":\"openai\",\"default_for\":[\"structured\"],"
                + "\"configured\":true}")
        .doesNotContain(KEY);
    assertThat(Answer.get(root.resolve("api/chat?message=hello")).last().string("type"))
        .isEqualTo("complete");
    Answer answer =
        Answer.post(root.resolve("api/chat"), "{\"model\":\"openai\",\"message\":\"hello\"}");
    assertThat(answer.text()).isEqualTo("You said: hello");
    assertThat(provider.requests().get(provider.requests().size() - 1).header("authorization"))
        .isEqualTo("Bearer " + KEY);
    assertThat(answer.body()).doesNotContain(KEY);

    assertThat(server.monitored("dev.runnel:type=Streams", "Started")).isEqualTo(2L);
    assertThat(server.asadmin("list-managed-executor-services")).contains(EXECUTOR);
    assertThat(server.jvm().jcmd("Thread.print")).contains(EXECUTOR);
    assertThat(limits())
        .contains(
            "http-thread-pool.max-thread-pool-size=200",
            "write-timeout-millis=15000",
            "socket-write-buffer-size=8192",
            "http-listener-1.http.max-swallowing-input-bytes=262144",
            "http-listener-2.http.send-buffer-size-bytes=1024");

    assertThat(server.undo()).doesNotContain("failed");
    server.asadmin("delete-password-alias", KEY_PROPERTY);

    // Its listeners begin anew with their old limits.
    try {
      Await.until("nothing is there", () -> status(root.resolve("api/models")) == 404);
    } catch (AssertionError there) {
      throw new AssertionError(
          status(root.resolve("api/models")) + " is there; the server: " + server.traces(), there);
    }
    assertThat(server.asadmin("list-managed-executor-services")).doesNotContain(EXECUTOR);
    assertThat(limits())
        .contains(
            "http-thread-pool.max-thread-pool-size=5",
            "write-timeout-millis=30000",
            "socket-write-buffer-size=-1",
            "http-listener-1.http.max-swallowing-input-bytes=-1",
            "http-listener-2.http.send-buffer-size-bytes=8192");
    assertThat(server.traces()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"concurrent/none", "jdbc/__default"})
  void doesNotDeployWithAnExecutorThatIsNone(String name) throws Exception {
    server.setProperty("runnel.executor", name);

    assertThat(
            server.asadminFails("deploy", "--name=runnel", "--contextroot=/", PayaraServer.war()))
        .contains(
            "RUNNEL_EXECUTOR is '" + name + "'",
            "allowed is the JNDI name of a ManagedExecutorService");

    server.deleteProperty("runnel.executor");
  }

  /** Twenty deployments take a slow machine some minutes. */
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesNothingBehindHoweverOftenItIsDeployed(boolean onTheServersExecutor) throws Exception {
    if (onTheServersExecutor) {
      // None is kept idle: a thread holds the application that it was made for.
      server.asadmin(
          "create-managed-executor-service",
          "--corepoolsize=0",
          "--keepaliveseconds=5",
          "--taskqueuecapacity=0",
          EXECUTOR);
      server.setProperty("runnel.executor", EXECUTOR);
    }
    for (int i = 0; i < CYCLES; i++) {
      server.asadmin("deploy", "--name=runnel", "--contextroot=/", PayaraServer.war());
      Visitors visitors = Visitors.of(server.uri("/"), "openai", provider);
      if (i == 0) {
        assertThat(server.jvm().jcmd("GC.class_histogram")).containsPattern(OUR_CLASS);
        assertThat(server.jvm().jcmd("Thread.print")).contains("runnel-threads", "HttpClient-");
        assertThat(server.jvm().mbeans()).contains("dev.runnel:type=Streams");
      }

      server.asadmin("undeploy", "runnel");

      visitors.assertAllWereTold();
    }
    ServerJvm jvm = server.jvm();
    Await.until(
        "no class is left",
        () -> {
          // The server's threads forget the last request that they had.
          assertThat(status(server.uri("/api/models"))).isEqualTo(404);
          // Collects before it counts.
          return !OUR_CLASS.matcher(jvm.jcmd("GC.class_histogram")).find();
        });
    Await.until(
        "no thread is left",
        () -> {
          String threads = jvm.jcmd("Thread.print");
          return !threads.contains("runnel-threads") && !threads.contains("HttpClient-");
        });
    assertThat(jvm.mbeans()).isNotEmpty().noneMatch(name -> name.contains("runnel"));

    if (onTheServersExecutor) {
      server.asadmin("delete-managed-executor-service", EXECUTOR);
      server.deleteProperty("runnel.executor");
    }
  }

  /** The status of an answer; 0 where nobody listens. */
  private static int status(URI uri) {
    try {
      return Answer.statusOf(uri);
    } catch (IOException refused) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String limits() throws Exception {
    return server.asadmin("get", "configs.config.server-config.network-config.*")
        + server.asadmin("get", "configs.config.server-config.thread-pools.*");
  }
}
