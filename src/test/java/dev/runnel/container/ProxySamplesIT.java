package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample configurations of proxies, in front of a real server. */
class ProxySamplesIT extends ServerTest {

  /** Each fifth of a second, in the environment of these tests. */
  private static final int HEARTBEATS_A_SECOND = 5;

  @TempDir Path folder;

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.auth=anonymous", "runnel.max-streams-per-user=1");
  }

  @ParameterizedTest
  @EnumSource
  void passesEachDeltaOnAtOnceAlsoToWhoAsksForGzip(ProxySample sample) throws Exception {
    try (SampleProxy proxy = proxy(sample, base.getPort(), Map.of())) {
      HttpClient browser = proxy.browser();
      HttpRequest page =
          Answer.request(proxy.root().resolve("chat/page.js"))
              .header("Accept-Encoding", "gzip")
              .build();
      assertThat(browser.send(page, BodyHandlers.discarding()).headers().map())
          .as("it compresses")
          .containsEntry("content-encoding", List.of("gzip"));

      Gate gate = gate("sample gzip " + sample);
      try {
        HttpResponse<InputStream> response =
            browser.send(
                chat(proxy.root(), "wait for sample gzip " + sample)
                    .header("Accept-Encoding", "gzip")
                    // As a page of this server sends it: the proxy must pass the host on.
                    .header("Origin", proxy.root().toString().replaceAll("/$", ""))
                    .build(),
                BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
          assertThat(response.statusCode()).isEqualTo(200);
          assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
          assertThat(response.headers().map()).doesNotContainKey("content-encoding");
          // The provider is still held at the gate: what a proxy kept back would not come.
          ChatIT.readUntil("first", body);
          gate.open();
          assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
              .contains(" last", "complete");
        }
      } finally {
        gate.open();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void heartbeatsKeepASilenceThatIsLongerThanTheProxyWaits(ProxySample sample) throws Exception {
    String silent = "sample silent " + sample;
    ScriptedProvider.plays(
        silent, Script.eventStream().send(ScriptedProvider.arkDelta("first")).stall());
    Gate gate = gate("sample silence " + sample);
    try (SampleProxy proxy = proxy(sample, base.getPort(), sample.shortPatience());
        SampleProxy toProvider =
            SampleProxy.start(
                sample, folder.resolve("provider"), provider.port(), sample.shortPatience())) {
      HttpResponse<InputStream> response =
          proxy
              .browser()
              .send(
                  chat(proxy.root(), "wait for sample silence " + sample).build(),
                  BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        ChatIT.readUntil("first", body);
        for (int i = 0; i < 2 * ProxySample.PATIENCE_SECONDS * HEARTBEATS_A_SECOND; i++) {
          ChatIT.readUntil("\n:", body);
        }
        // What the same proxy does to a stream without heartbeats.
        HttpResponse<InputStream> bare =
            toProvider
                .browser()
                .send(
                    Answer.json(
                            toProvider.root().resolve("chat/completions"),
                            "{\"messages\":[{\"content\":\"" + silent + "\"}]}")
                        .build(),
                    BodyHandlers.ofInputStream());
        assertThat(isCut(bare)).isTrue();
        gate.open();
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .contains(" last", "complete");
      }
    } finally {
      gate.open();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyBecomesAnotherUserByWritingAHeader(ProxySample sample) throws Exception {
    Gate gate = gate("sample user " + sample);
    try (SampleProxy proxy = proxy(sample, base.getPort(), Map.of())) {
      HttpClient browser = proxy.browser();
      HttpResponse<InputStream> first =
          browser.send(
              chat(proxy.root(), "wait for sample user " + sample)
                  .header("X-Forwarded-For", "192.0.2.1")
                  .build(),
              BodyHandlers.ofInputStream());
      try (InputStream body = first.body()) {
        ChatIT.readUntil("first", body);
        HttpRequest second =
            chat(proxy.root(), "hello").header("X-Forwarded-For", "192.0.2.2").build();
        assertThat(browser.send(second, BodyHandlers.discarding()).statusCode()).isEqualTo(429);
        gate.open();
        body.readAllBytes();
      }
    } finally {
      gate.open();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsPlainRequestsToTls(ProxySample sample) throws Exception {
    try (SampleProxy proxy = proxy(sample, base.getPort(), Map.of())) {
      // The proxy's own answer, not the server's.
      HttpResponse<String> answer =
          Answer.CLIENT.send(
              HttpRequest.newBuilder(proxy.plain().resolve("api/models")).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(308);
      assertThat(answer.headers().firstValue("Location"))
          .hasValueSatisfying(to -> assertThat(to).matches("https://[a-z.]+/api/models"));
    }
  }

  @Test
  void apacheHttpdFindsNoFaultInItsSample() throws Exception {
    Skipped.unless(
        ProxySample.APACHE_HTTPD.executable().isPresent(), ProxySample.APACHE_HTTPD.need);
    Path configuration =
        ProxySample.APACHE_HTTPD.write(
            folder, LoopbackKeys.in(folder), Ports.free(), Ports.free(), 8080, Map.of());
    Path output = folder.resolve("output.txt");
    Process check =
        new ProcessBuilder(
                ProxySample.APACHE_HTTPD.executable().orElseThrow(),
                "-t",
                "-f",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(check.waitFor()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output).strip()).isEqualTo("Syntax OK");
  }

  private SampleProxy proxy(ProxySample sample, int behind, Map<String, String> values)
      throws Exception {
    Skipped.unless(sample.executable().isPresent(), sample.need);
    return SampleProxy.start(sample, folder, behind, values);
  }

  private static Gate gate(String name) {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put(name, gate);
    return gate;
  }

  private static HttpRequest.Builder chat(URI root, String message) {
    return Answer.json(
        root.resolve("api/chat"),
        "{\"model\":\"ark\",\"message\":" + new JsonString(message).toJson() + "}");
  }

  /** Whether a stream breaks off after its first event. */
  private static boolean isCut(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      ChatIT.readUntil("first", body);
      body.readAllBytes();
      return false;
    } catch (IOException cut) {
      return true;
    }
  }
}
