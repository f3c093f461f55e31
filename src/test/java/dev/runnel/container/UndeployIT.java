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
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of streams and threads when a server that goes on undeploys the WAR. Of its classes
 * {@code WildFlyServerIT} tells.
 */
@ExtendWith(ArquillianExtension.class)
class UndeployIT {

  private static final String WAR = "undeployed";

  private static final int STREAMS = 20;

  private static final Pattern TERMINAL =
      Pattern.compile("\"type\":\"(complete|error|cancelled)\"");

  /** The port of WildFly by arquillian.xml: a deployment that is not there yet has no URL. */
  private static final URI CHAT = URI.create("http://localhost:9080/api/chat");

  @ArquillianResource Deployer deployer;

  @Deployment(name = WAR, managed = false, testable = false)
  static WebArchive war() {
    return ContainerTest.war();
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

  private static String serverSays(String command) {
    try {
      return ServerJvm.ofArquillian().jcmd(command);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
