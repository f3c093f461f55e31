package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import javax.management.JMException;
import javax.management.ObjectName;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What operators see, on real servers that trace to a collector behind them. */
class TelemetryIT extends ServerTest {

  private static final ObjectName STREAMS = streams();

  /** The members of a line in the log, as the README has them. */
  private static final List<String> LOGGED =
      List.of(
          "id",
          "user",
          "model",
          "kind",
          "outcome",
          "code",
          "provider_code",
          "log_id",
          "ttft_ms",
          "duration_ms",
          "input_tokens",
          "output_tokens",
          "characters",
          "retries");

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

  @Test
  void theMBeanCountsStreams() throws Exception {
    Await.until("all have ended", () -> bean("Live") == 0);
    long started = bean("Started");
    long failed = bean("Failed");
    ask("demo", "hello");
    ask("ark", "status 401");
    Await.until("it counts both", () -> bean("Started") == started + 2);
    Await.until("it counts the error", () -> bean("Failed") == failed + 1);
    Await.until("none is live", () -> bean("Live") == 0);
    assertThat(bean("TimeToFirstTokenP50Millis")).isNotNegative();
    assertThat(bean("TimeToFirstTokenP95Millis"))
        .isGreaterThanOrEqualTo(bean("TimeToFirstTokenP50Millis"));
  }

  @Test
  void theMBeanStopsAStream() throws Exception {
    Await.until("all have ended", () -> bean("Live") == 0);
    long cancelled = bean("Cancelled");
    try (StreamClient client =
        StreamClient.open("POST", uri("api/chat"), "{\"model\":\"ark\",\"message\":\"stall\"}")) {
      client.readUntil("first");
      assertThat(bean("Live")).isEqualTo(1);
      assertThat(cancel(client.streamId())).isEqualTo("cancelled");
      assertThat(client.readAll().last().string("type")).isEqualTo("cancelled");
    }
    Await.until("it counts that", () -> bean("Cancelled") == cancelled + 1);
    assertThat(bean("Live")).isZero();
    assertThatThrownBy(() -> cancel("never-seen"))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasStackTraceContaining("There is no stream of this id.");
  }

  private static ObjectName streams() {
    try {
      return new ObjectName("dev.runnel:type=Streams");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long bean(String attribute) {
    try {
      return ((Number)
              ServerJvm.ofArquillian().jmx(server -> server.getAttribute(STREAMS, attribute)))
          .longValue();
    } catch (IOException | JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object cancel(String id) throws Exception {
    return ServerJvm.ofArquillian()
        .jmx(
            server ->
                server.invoke(
                    STREAMS, "cancel", new Object[] {id}, new String[] {String.class.getName()}));
  }

  @Test
  void theLogHasALineOfJsonForAStreamThatEnded() throws Exception {
    String id;
    try (StreamClient client =
        StreamClient.open(
            "POST", uri("api/chat"), "{\"model\":\"ark\",\"message\":\"say never-in-|a-log\"}")) {
      assertThat(client.readAll().last().string("type")).isEqualTo("complete");
      id = client.streamId();
    }
    JsonObject line = logged(id);
    assertThat(line.members().keySet()).containsExactlyElementsOf(LOGGED);
    assertThat(line.toJson())
        .matches(
            "\\{\"id\":\""
                + id
                + "\",\"user\":(null|\"[0-9a-f]{12}\"),\"model\":\"ark\","
                + "\"kind\":\"chat\",\"outcome\":\"complete\",\"code\":null,"
                + "\"provider_code\":null,\"log_id\":null,\"ttft_ms\":\\d+,"
                + "\"duration_ms\":\\d+,\"input_tokens\":90,\"output_tokens\":124,"
                + "\"characters\":14,\"retries\":0}");
    // Neither what was asked nor what was answered, nor the key; whatever else the server logs.
    assertThat(ServerLog.text()).doesNotContain("never-in-", System.getenv("ARK_API_KEY"));
  }

  @Test
  void theLogNamesTheErrorAndWhatTheProvidersSupportAsksFor() throws Exception {
    Answer answer = Answer.post(uri("api/chat"), "{\"model\":\"ark\",\"message\":\"status 401\"}");
    JsonObject line = logged(answer.header("X-Stream-Id"));
    assertThat(line.members().keySet()).containsExactlyElementsOf(LOGGED);
    assertThat(line.toJson())
        .contains(
            "\"outcome\":\"error\",\"code\":\"upstream_auth\",\"provider_code\":\"Code401\","
                + "\"log_id\":\"log-401\",\"ttft_ms\":null,",
            "\"input_tokens\":null,\"output_tokens\":null,\"characters\":0,\"retries\":0}");
    assertThat(ServerLog.text()).doesNotContain(System.getenv("ARK_API_KEY"));
  }

  /** The one line that the log has for a stream. */
  private static JsonObject logged(String streamId) {
    Await.until("it is logged", () -> !ServerLog.linesWith(streamId).isEmpty());
    List<String> lines = ServerLog.linesWith("{\"id\":\"" + streamId + "\"");
    assertThat(lines).hasSize(1);
    String line = lines.get(0);
    // Servers put the time and more before it, and brackets behind.
    return (JsonObject)
        JsonValue.parse(line.substring(line.indexOf("{\"id\""), line.lastIndexOf('}') + 1));
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
