package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.standin.Await;
import dev.runnel.standin.ProviderStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
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

  /** {@code WildFlyServerIT} does it twenty times. */
  private static final int CYCLES = 2;

  private static final Pattern TERMINAL =
      Pattern.compile("\"type\":\"(complete|error|cancelled)\"");

  /** The port of WildFly by arquillian.xml: a deployment that is not there yet has no URL. */
  private static final URI CHAT = URI.create("http://localhost:9080/api/chat");

  private static final URI CYCLED_ROOT = CHAT.resolve("/" + CYCLED + "/");
  private static final URI BYSTANDER_ROOT = CHAT.resolve("/" + BYSTANDER + "/");

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
    return Bystanders.war(BYSTANDER + ".war");
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
      CompletableFuture<HttpResponse<String>> whole =
          Answer.CLIENT.sendAsync(
              Answer.json(
                      CHAT.resolve("/v1/chat/completions"),
                      "{\"model\":\"ark\",\"messages\":[{\"role\":\"user\",\"content\":\"stall\"}]}")
                  .build(),
              BodyHandlers.ofString());
      Await.until("all are under way", () -> provider.requests().size() == STREAMS + 1);
      assertThat(serverSays("Thread.print")).contains("runnel-threads", "HttpClient-");

      deployer.undeploy(WAR);

      for (CompletableFuture<HttpResponse<String>> stream : streams) {
        String body = stream.get().body();
        assertThat(TERMINAL.matcher(body).results().map(found -> found.group(1)))
            .containsExactly("error");
        assertThat(body).contains("\"code\":\"producer_lost\",\"retryable\":true");
      }
      assertThat(whole.get().statusCode()).isEqualTo(503);
      assertThat(whole.get().body()).contains("\"code\":\"producer_lost\"");
      Await.until("the providers are left", () -> provider.closedByPeer() == STREAMS + 1);
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
      Bystanders.occupyRequestThreads(BYSTANDER_ROOT);
      for (int i = 0; i < CYCLES; i++) {
        deployer.deploy(CYCLED);
        Visitors visitors = Visitors.of(CYCLED_ROOT, "ark", provider);
        assertThat(serverSays("VM.classloaders")).contains(CLASS_LOADER);

        deployer.undeploy(CYCLED);

        visitors.assertAllWereTold();
      }
      Await.until(
          "no class loader is left",
          () -> {
            // It keeps its last one too, until the next.
            Bystanders.occupyRequestThreads(BYSTANDER_ROOT);
            serverSays("GC.run");
            return !serverSays("VM.classloaders").contains(CLASS_LOADER);
          });
    } finally {
      deployer.undeploy(BYSTANDER);
    }
  }

  private static String serverSays(String command) {
    try {
      return ServerJvm.ofArquillian().jcmd(command);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
