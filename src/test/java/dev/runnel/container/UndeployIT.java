package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.standin.Await;
import dev.runnel.standin.ProviderStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of streams and threads when a server that goes on undeploys the WAR. */
@ExtendWith(ArquillianExtension.class)
class UndeployIT {

  private static final String WAR = "undeployed";

  /** Like the other one, but of a name that no other test deploys: its class loader has it too. */
  private static final String CYCLED = "cycled";

  private static final String CLASS_LOADER = "\"deployment." + CYCLED + ".war\"";
  private static final String BYSTANDER = "bystander";
  private static final int STREAMS = 20;
  private static final int CYCLES = 3;

  /** As many threads WildFly has for requests on a machine of one processor. */
  private static final int REQUEST_THREADS = 16;

  private static final Pattern TERMINAL =
      Pattern.compile("\"type\":\"(complete|error|cancelled)\"");

  /** The port of WildFly by arquillian.xml: a deployment that is not there yet has no URL. */
  private static final URI CHAT = URI.create("http://localhost:9080/api/chat");

  private static final URI CYCLED_CHAT = CHAT.resolve("/" + CYCLED + "/api/chat");
  private static final URI BYSTANDERS =
      CHAT.resolve("/" + BYSTANDER + "/together?requests=" + REQUEST_THREADS);

  @ArquillianResource Deployer deployer;

  @Deployment(name = WAR, managed = false, testable = false)
  static WebArchive war() {
    return ContainerTest.war();
  }

  @Deployment(name = CYCLED, managed = false, testable = false)
  static WebArchive cycled() {
    return ShrinkWrap.create(WebArchive.class, CYCLED + ".war").merge(ContainerTest.war());
  }

  @Deployment(name = BYSTANDER, managed = false, testable = false)
  static WebArchive bystander() {
    return ShrinkWrap.create(WebArchive.class, BYSTANDER + ".war").addClass(Bystander.class);
  }

  @Test
  void tellsEveryClientAndLeavesNoThreadBehind() throws Exception {
    assumeTrue(
        "wildfly".equals(System.getProperty("arquillian.launch")),
        "SKIPPED: Payara Micro ends with its application");
    try (ProviderStandIn provider =
        ProviderStandIn.start(Integer.getInteger("provider.port"), ScriptedProvider::answer)) {
      deployer.deploy(WAR);
      List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        streams.add(
            Answer.CLIENT.sendAsync(
                Answer.json(CHAT, "{\"model\":\"ark\",\"message\":\"stall\"}").build(),
                BodyHandlers.ofString()));
      }
      Await.until("all are under way", () -> provider.requests().size() == STREAMS);
      assertThat(serverSays("Thread.print")).contains("runnel-threads", "HttpClient-");

      deployer.undeploy(WAR);

      for (CompletableFuture<HttpResponse<String>> stream : streams) {
        String body = stream.get().body();
        assertThat(TERMINAL.matcher(body).results().map(found -> found.group(1)))
            .containsExactly("error");
        assertThat(body).contains("\"code\":\"producer_lost\",\"retryable\":true");
      }
      Await.until("the providers are left", () -> provider.closedByPeer() == STREAMS);
      Await.until("no thread is left", () -> !serverSays("Thread.print").contains("runnel"));
      // Its thread ends when the collector finds that nobody has the client any more.
      Await.until(
          "no thread of the HTTP client is left",
          () -> {
            serverSays("GC.run");
            return !serverSays("Thread.print").contains("HttpClient-");
          });
    }
  }

  @Test
  void leavesNoClassLoaderBehindHoweverOftenItIsDeployed() throws Exception {
    assumeTrue(
        "wildfly".equals(System.getProperty("arquillian.launch")),
        "SKIPPED: Payara Micro ends with its application");
    deployer.deploy(BYSTANDER);
    try (ProviderStandIn provider =
        ProviderStandIn.start(Integer.getInteger("provider.port"), ScriptedProvider::answer)) {
      // A thread of WildFly keeps its first request as long as it lives: not one of ours.
      occupyRequestThreads();
      for (int i = 0; i < CYCLES; i++) {
        deployer.deploy(CYCLED);
        CompletableFuture<HttpResponse<String>> stalled = use(provider);
        assertThat(serverSays("VM.classloaders")).contains(CLASS_LOADER);

        deployer.undeploy(CYCLED);

        assertThat(stalled.get().body()).contains("\"code\":\"producer_lost\"");
      }
      Await.until(
          "no class loader is left",
          () -> {
            // It keeps its last one too, until the next.
            occupyRequestThreads();
            serverSays("GC.run");
            return !serverSays("VM.classloaders").contains(CLASS_LOADER);
          });
    } finally {
      deployer.undeploy(BYSTANDER);
    }
  }

  /** Something of everything; what goes on is returned. */
  private static CompletableFuture<HttpResponse<String>> use(ProviderStandIn provider)
      throws Exception {
    int before = provider.requests().size();
    CompletableFuture<HttpResponse<String>> stalled =
        Answer.CLIENT.sendAsync(
            Answer.json(CYCLED_CHAT, "{\"model\":\"ark\",\"message\":\"stall\"}").build(),
            BodyHandlers.ofString());
    Await.until("it is under way", () -> provider.requests().size() > before);

    assertThat(Answer.post(CYCLED_CHAT, "{\"model\":\"ark\",\"message\":\"hello\"}").text())
        .isEqualTo("You said: hello");
    Answer structured =
        Answer.post(
            CYCLED_CHAT.resolve("generate"),
            """
            {"model":"ark","prompt":"say {\\"size\\":|12}","schema":{"properties":{
              "size":{"type":"integer","maximum":10}}}}
            """);
    assertThat(structured.last().bool("valid")).as(structured.body()).isFalse();
    assertThat(Answer.get(CYCLED_CHAT.resolve("../health")).status()).isEqualTo(200);
    return stalled;
  }

  /** Gives each thread of the server that takes requests one of the bystander's. */
  private static void occupyRequestThreads() {
    Stream.generate(
            () ->
                Answer.CLIENT.sendAsync(
                    Answer.request(BYSTANDERS).build(), BodyHandlers.discarding()))
        .limit(REQUEST_THREADS)
        .toList()
        .forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }

  /** What the JVM of the server, a child of this one, answers to a diagnostic command. */
  private static String serverSays(String command) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(server()),
                  command)
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long server() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .mapToLong(ProcessHandle::pid)
        .max()
        .orElseThrow();
  }
}
