package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.standin.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What operators see, on real servers that trace to a collector behind them. */
class TelemetryIT extends ServerTest {

  private static final List<String> EXPORTED = new CopyOnWriteArrayList<>();
  private static HttpServer collector;

  @Deployment(testable = false)
  static WebArchive deployment() throws IOException {
    // The JDK's own: servers send spans in chunks, and compressed.
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/", TelemetryIT::collect);
    collector.start();
    String address = "http://127.0.0.1:" + collector.getAddress().getPort();
    return war(
        "runnel.auth=anonymous",
        "otel.sdk.disabled=false",
        "otel.traces.exporter=otlp",
        "otel.metrics.exporter=none",
        "otel.logs.exporter=none",
        "otel.exporter.otlp.protocol=http/protobuf",
        "otel.exporter.otlp.endpoint=" + address,
        "otel.exporter.otlp.traces.protocol=http/protobuf",
        "otel.exporter.otlp.traces.endpoint=" + address + "/v1/traces",
        "otel.bsp.schedule.delay=100");
  }

  private static void collect(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      // In Protocol Buffers a text is its UTF-8.
      EXPORTED.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @AfterAll
  static void stopCollector() {
    collector.stop(0);
  }

  @Test
  void metricsTellHowStreamsEnded() throws Exception {
    ask("demo", "hello");
    ask("ark", "status 401");
    Answer metrics = Answer.get(uri("api/metrics"));
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
    assertThat(metrics.body())
        .contains(
            "runnel_streams_ended_total{kind=\"chat\",model=\"demo\",outcome=\"complete\"} ",
            "runnel_streams_ended_total{kind=\"chat\",model=\"ark\",outcome=\"upstream_auth\"} ",
            "runnel_provider_errors_total{code=\"upstream_auth\",model=\"ark\",provider=\"ark\"} ",
            "gen_ai_client_operation_duration_seconds_bucket{",
            "gen_ai_server_time_to_first_token_seconds_bucket{",
            "gen_ai_token_type=\"output\"} ",
            "runnel_clients_connected ",
            "runnel_log_memory_held_bytes ");
  }

  @Test
  void metricsAreForThisMachine() throws Exception {
    Answer remote =
        Answer.to(
            Answer.request(uri("api/metrics")).header("X-Forwarded-For", "192.0.2.1").build());
    assertThat(remote.status()).isEqualTo(403);
    assertThat(remote.body()).contains("RUNNEL_METRICS_ACCESS").doesNotContain("runnel_streams");
  }

  @Test
  void healthSaysWhatEachCheckFound() throws Exception {
    JsonObject health = (JsonObject) JsonValue.parse(Answer.get(uri("health")).body());
    assertThat(health.members().keySet()).containsExactly("status", "message", "checks");
    assertThat(((JsonArray) health.members().get("checks")).items())
        .extracting(check -> ((JsonObject) check).string("name"))
        .containsExactly("configuration", "capacity", "draining");
    assertThat(Answer.get(serversHealth("started")).body()).contains("runnel-configuration");
    assertThat(Answer.get(serversHealth("live")).body()).contains("\"runnel\"");
    Answer ready = Answer.get(serversHealth("ready"));
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body())
        .contains("runnel-configuration", "runnel-capacity", "runnel-draining", "max_log_bytes");
  }

  @Test
  void aCompletionIsASpanInTheTraceOfItsRequest() throws Exception {
    ask("demo", "never-in-a-trace");
    Await.until("the span", () -> exported().contains("chat demo"));
    assertThat(exported())
        .contains("gen_ai.request.model", "gen_ai.usage.output_tokens")
        .doesNotContain("never-in-a-trace");
  }

  private void ask(String model, String message) throws Exception {
    Answer answer =
        Answer.post(
            uri("api/chat"), "{\"model\":\"" + model + "\",\"message\":\"" + message + "\"}");
    assertThat(answer.status()).isEqualTo(200);
  }

  /** MicroProfile Health, which WildFly has at its management port (see arquillian.xml). */
  private URI serversHealth(String kind) {
    return "wildfly".equals(System.getProperty("arquillian.launch"))
        ? URI.create("http://localhost:10990/health/" + kind)
        : uri("mp-health/" + kind);
  }

  private static String exported() {
    return String.join("", EXPORTED);
  }
}
