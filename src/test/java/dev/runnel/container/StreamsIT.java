package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients do to streams, and what must be true then: they come back, in two tabs, twice with
 * one request; they go, stop, read slowly or not at all. The faults' ids are in the tests' names.
 */
class StreamsIT extends ServerTest {

  private static final String SHORT_JSON =
      "{\"title\":\"科技|😀发|展\",\"n\":1|.5,|\"tags\":[\"a|b|\",{\"k\":null}],|\"s\":\"x|y\"}";

  /** How often a client of a long answer is cut. */
  private static final int CUTS = 100;

  private static final int MAX_BYTES_TO_A_CUT = 200;

  /** Longer than what all cut clients read. */
  private static final int LONG_BYTES = (CUTS + 10) * MAX_BYTES_TO_A_CUT;

  /** More than any server and system hold for a client that takes nothing. */
  private static final int LARGE_DELTAS = 112;

  private static final int LARGE_DELTA_CHARS = 64 * 1024;

  /** More clients than the fast lane of writers is wide. */
  private static final int STALLED = 24;

  private static final int WINDOW_BYTES = 4096;

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war(
        "runnel.auth=anonymous",
        "runnel.max-streams-per-user=64",
        "runnel.resume-grace=PT10S",
        "runnel.timeout.write=PT1S");
  }

  // Resume

  @ParameterizedTest
  @EnumSource
  void c06ResumesAfterEachEventOfAShortAnswer(StreamForm form) throws Exception {
    String message = "c06 short " + form;
    ScriptedProvider.plays(message, answer(SHORT_JSON, 1));
    int events;
    try (StreamClient uncut = form.open(root(), message)) {
      events = uncut.readAll().events().size();
      assertWhole(form, Received.of(uncut), SHORT_JSON);
    }
    for (int cut = 1; cut < events; cut++) {
      int asked = provider.requests().size();
      StreamClient first = form.open(root(), message);
      try (first) {
        first.readEvents(cut);
      }
      Received received = Received.of(first);
      if (!received.ended()) {
        try (StreamClient rest = resume(received, Way.values()[cut % Way.values().length])) {
          assertSameStream(rest, first);
          received.add(rest.readAll());
          assertThat(rest.whole()).isTrue();
        }
      }
      assertReadsAsUncut(form, received, SHORT_JSON);
      assertThat(provider.requests()).as("asked once").hasSize(asked + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void c06ResumesALongAnswerThatIsCutAtRandomBytes(StreamForm form) throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    String json = document(random);
    String message = "c06 long " + form;
    ScriptedProvider.plays(message, answer(json, 3));
    int asked = provider.requests().size();
    try {
      StreamClient client = form.open(root(), message);
      Received received = new Received(client.streamId());
      for (int cut = 0; cut < CUTS; cut++) {
        client.readBytes(1 + random.nextInt(MAX_BYTES_TO_A_CUT));
        client.close();
        received.add(client);
        assertThat(received.ended()).as("cut %s of an answer that is too short", cut).isFalse();
        client = resume(received, Way.values()[random.nextInt(Way.values().length)]);
      }
      received.add(client.readAll());
      client.close();
      assertReadsAsUncut(form, received, json);
      assertThat(provider.requests()).as("asked once").hasSize(asked + 1);
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError("with -Dseed=" + seed, failure);
    }
  }

  @Test
  void c07ResumesAfterTheEndAndThenThereIsNothingLeft() throws Exception {
    ScriptedProvider.plays("c07", answer(SHORT_JSON, 1000));
    StreamClient uncut = StreamForm.CHAT_BY_POST.open(root(), "c07");
    try (uncut) {
      uncut.readAll();
    }
    int asked = provider.requests().size();
    Received beginning = new Received(uncut.streamId());
    try (StreamClient first = get("api/streams/" + uncut.streamId())) {
      first.readEvents(1);
      beginning.add(first);
    }
    for (Way way : Way.values()) {
      Received received = new Received(uncut.streamId());
      try (StreamClient rest = resume(beginning, way)) {
        received.add(rest.readAll());
        assertThat(rest.whole()).as("closed after the end").isTrue();
        assertSameStream(rest, uncut);
      }
      assertThat(received.ended()).isTrue();
      assertThat(received.position()).isEqualTo(Received.of(uncut).position());
      try (StreamClient none = resume(received, way)) {
        assertThat(none.status()).as("by %s", way).isEqualTo(204);
        assertThat(none.readAll().body()).isEmpty();
      }
    }
    assertThat(provider.requests()).hasSize(asked);
  }

  @Test
  void c08SaysWhyAStreamCannotGoOnAndStartsNoOther() throws Exception {
    StreamClient whole = StreamForm.CHAT_BY_POST.open(root(), "c08");
    try (whole) {
      whole.readAll();
    }
    int asked = provider.requests().size();
    String id = whole.streamId();
    String unknown = "AAAAAAAAAAAAAAAAAAAAAA";
    for (String path : List.of("helloworld", "api/chat", "api/streams/" + id)) {
      for (String malformed : List.of("", "1", id, id + ".", id + ".01", id + ".-1", id + ".x")) {
        assertProblem(path, malformed, 400);
      }
      assertProblem(path, id + ".99999", 409);
    }
    assertProblem("helloworld", unknown + ".1", 404);
    assertProblem("api/chat?message=x", unknown + ".1", 404);
    assertProblem("api/streams/" + unknown, unknown + ".1", 404);
    assertProblem("api/streams/" + id, unknown + ".1", 400);
    assertProblem(Answer.get(uri("api/streams/" + unknown)), 404);
    assertProblem(Answer.get(uri("api/streams/" + id + "?after=99999")), 409);
    assertProblem(Answer.get(uri("api/streams/" + id + "?after=x")), 400);
    assertProblem(Answer.get(uri("api/streams/not-an-id")), 404);
    assertProblem(delete(unknown), 404);
    assertThat(provider.requests()).hasSize(asked);
  }

  @Test
  void c11TwoTabsGetTheSameWhole() throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.plays(
        "c11",
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("one "))
            .await(gate)
            .send(ScriptedProvider.arkDelta("answer") + ScriptedProvider.ARK_END));
    int asked = provider.requests().size();
    try (StreamClient first = StreamForm.CHAT_BY_POST.open(root(), "c11");
        StreamClient second = get("api/streams/" + first.streamId())) {
      first.readUntil("one ");
      second.readUntil("one ");
      gate.open();
      Received a = Received.of(first.readAll());
      Received b = Received.of(second.readAll());
      assertThat(a.text()).isEqualTo("one answer");
      assertThat(b.joined()).isEqualTo(a.joined());
      assertThat(List.of(a.ended(), b.ended())).containsOnly(true);
      assertSameStream(second, first);
    } finally {
      gate.open();
    }
    assertThat(provider.requests()).hasSize(asked + 1);
  }

  // The same request again

  @Test
  void c12TheSamePostAgainIsTheSameStream() throws Exception {
    String[] key = {"Idempotency-Key", "c12-serial"};
    int asked = provider.requests().size();
    try (StreamClient first = StreamForm.CHAT_BY_POST.open(root(), "c12", key);
        StreamClient again = StreamForm.CHAT_BY_POST.open(root(), "c12", key)) {
      assertThat(Received.of(again.readAll()).joined())
          .isEqualTo(Received.of(first.readAll()).joined());
      assertSameStream(again, first);
    }
    try (StreamClient other = StreamForm.CHAT_BY_POST.open(root(), "c12 other", key)) {
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.header("Content-Type")).startsWith("application/problem+json");
    }
    assertThat(provider.requests()).hasSize(asked + 1);
  }

  @Test
  void c12TheSamePostSeveralTimesAtOnceAsksTheProviderOnce() throws Exception {
    int asked = provider.requests().size();
    List<CompletableFuture<StreamClient>> opening = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      opening.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return StreamForm.INCREMENTS
                      .open(root(), "say {\"a\":|1}", "Idempotency-Key", "c12-concurrent")
                      .readAll();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    List<List<String>> told = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (CompletableFuture<StreamClient> future : opening) {
      try (StreamClient client = future.join()) {
        ids.add(client.streamId());
        told.add(Received.of(client).joined());
      }
    }
    assertThat(ids).doesNotContain("").containsOnly(ids.get(0));
    assertThat(told).containsOnly(told.get(0));
    assertThat(provider.requests()).hasSize(asked + 1);
  }

  // Clients that go, and that stop

  @ParameterizedTest
  @ValueSource(strings = {"c01 FIN", "c02 RST"})
  void c01c02GoesOnForTheGraceAndCanBeResumed(String way) throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.plays(
        way,
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("before "))
            .await(gate)
            .send(ScriptedProvider.arkDelta("after") + ScriptedProvider.ARK_END));
    try {
      StreamClient client = StreamForm.CHAT_BY_POST.open(root(), way);
      client.readUntil("before ");
      leave(client, way);
      Received received = Received.of(client);
      gate.open();
      try (StreamClient rest = resume(received, Way.STREAM)) {
        received.add(rest.readAll());
      }
      assertThat(received.text()).isEqualTo("before after");
      assertThat(received.last().string("type")).isEqualTo("complete");
      assertThat(asked(way)).hasSize(1);
    } finally {
      gate.open();
    }
  }

  @Test
  void aStopClosesTheProviderAndKeepsWhatWasSaid() throws Exception {
    String message = "stopped";
    ScriptedProvider.plays(
        message, Script.eventStream().send(ScriptedProvider.arkDelta("so far")).stall());
    try (StreamClient client = StreamForm.CHAT_BY_POST.open(root(), message)) {
      client.readUntil("so far");
      Answer stopped = delete(client.streamId());
      assertThat(stopped.status()).isEqualTo(200);
      assertThat(stopped.body()).isEqualTo("{\"ended\":\"cancelled\"}");
      awaitProviderClosed(message);

      Received received = Received.of(client.readAll());
      assertThat(client.whole()).isTrue();
      assertThat(received.text()).isEqualTo("so far");
      assertThat(received.last().string("type")).isEqualTo("cancelled");
      assertThat(delete(client.streamId()).body()).isEqualTo("{\"ended\":\"cancelled\"}");
      try (StreamClient later = get("api/streams/" + client.streamId())) {
        assertThat(Received.of(later.readAll()).joined()).isEqualTo(received.joined());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ark", "coze"})
  void aStopBeforeTheFirstByteClosesTheProvider(String model) throws Exception {
    String message = "never answered by " + model;
    ScriptedProvider.plays(message, Script.never());
    try (StreamClient client = chat(model, message)) {
      client.readEvents(1);
      Await.until("the provider is asked", () -> asked(message).size() == 1);
      assertThat(delete(client.streamId()).body()).isEqualTo("{\"ended\":\"cancelled\"}");
      awaitProviderClosed(message);
      assertThat(Received.of(client.readAll()).last().string("type")).isEqualTo("cancelled");
    }
    assertThat(asked(message)).as("not tried again").hasSize(1);
  }

  @Test
  void aStopTellsABotOnce() throws Exception {
    String message = "bot to stop";
    ScriptedProvider.plays(
        message,
        Script.eventStream()
            .send(ScriptedProvider.cozeCreated() + ScriptedProvider.cozeDelta("so far"))
            .stall());
    long before = cancelCalls().count();
    try (StreamClient client = chat("coze", message)) {
      client.readUntil("so far");
      assertThat(delete(client.streamId()).body()).isEqualTo("{\"ended\":\"cancelled\"}");
      assertThat(delete(client.streamId()).body()).isEqualTo("{\"ended\":\"cancelled\"}");
      awaitProviderClosed(message);
      Await.until("the bot is told to stop", () -> cancelCalls().count() > before);
      Received received = Received.of(client.readAll());
      assertThat(received.text()).isEqualTo("so far");
      assertThat(received.last().string("type")).isEqualTo("cancelled");
    }
    List<JsonObject> calls = cancelCalls().skip(before).map(RecordedRequest::json).toList();
    assertThat(calls).extracting(call -> call.string("chat_id")).containsExactly("8");
    assertThat(calls.get(0).string("conversation_id"))
        .isEqualTo(ScriptedProvider.COZE_CONVERSATION);
  }

  @Test
  void aStopThatComesTooLateTellsHowItEnded() throws Exception {
    assertThat(delete(idAfterTheEnd("hello")).body()).isEqualTo("{\"ended\":\"complete\"}");
    assertThat(delete(idAfterTheEnd("status 401")).body()).isEqualTo("{\"ended\":\"error\"}");
  }

  @Test
  void aPageOfAForeignOriginStopsNothing() throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("foreign stop", gate);
    try (StreamClient client = chat("ark", "wait for foreign stop")) {
      client.readUntil("first");
      Answer refused =
          Answer.to(
              Answer.request(uri("api/streams/" + client.streamId()))
                  .DELETE()
                  .header("Origin", "https://evil.test")
                  .build());
      assertProblem(refused, 403);
      gate.open();
      assertThat(Received.of(client.readAll()).text()).isEqualTo("first last");
    } finally {
      gate.open();
    }
  }

  // Clients that take nothing

  @Test
  void c03c04OthersGoOnWhileManyClientsTakeNextToNothing() throws Exception {
    String id = largeAnswer("c03 c04");
    List<StreamClient> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < STALLED; i++) {
        stalled.add(StreamClient.get(WINDOW_BYTES, uri("api/streams/" + id)));
      }
      for (int i = 0; i < STALLED; i++) {
        String text = "other " + i;
        try (StreamClient other = StreamForm.CHAT_BY_POST.open(root(), text)) {
          assertThat(Received.of(other.readAll()).text()).isEqualTo("You said: " + text);
        }
        // Half of them take a byte now and then, the others none.
        stalled.get(i / 2 * 2).readBytes(1);
      }
      for (StreamClient client : stalled) {
        assertThat(client.events()).as("the end is far away").hasSizeLessThan(2);
        Received received = new Received(id);
        received.add(client.readAll());
        if (!received.ended()) {
          try (StreamClient rest = resume(received, Way.STREAM)) {
            received.add(rest.readAll());
          }
        }
        assertThat(received.ended()).isTrue();
        assertThat(received.text()).hasSize(LARGE_DELTAS * LARGE_DELTA_CHARS);
      }
    } finally {
      for (StreamClient client : stalled) {
        client.close();
      }
    }
  }

  @Test
  void c03GivesAClientUpThatTakesNothing() throws Exception {
    Skipped.unless(
        "wildfly".equals(System.getProperty("arquillian.launch")),
        "on Payara a write blocks, and only the server's own limit of 30 s ends it");
    ScriptedProvider.plays("c03 given up", largeScript().stall());
    String question = uri("api/chat?model=ark&message=c03+given+up").toString();
    try (StreamClient client = StreamClient.get(WINDOW_BYTES, URI.create(question))) {
      // Nobody else reads: when the client is given up and the grace is over, the provider goes.
      awaitProviderClosed("c03 given up");
      Received received = Received.of(client.readAll());
      assertThat(received.ended()).isFalse();
      try (StreamClient rest = resume(received, Way.STREAM)) {
        received.add(rest.readAll());
      }
      assertThat(received.last().string("type")).isEqualTo("cancelled");
      assertThat(received.text()).hasSize(LARGE_DELTAS * LARGE_DELTA_CHARS);
    }
  }

  // Behind proxies

  @Test
  void p01DeliversEachDeltaThroughAProxyThatBuffers(@TempDir Path folder) throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("p01", gate);
    try (Nginx nginx = nginx(folder);
        StreamClient client = StreamForm.CHAT_BY_POST.open(nginx.plain(), "wait for p01")) {
      // The provider is still held at the gate: what a proxy kept back would not come.
      client.readUntil("first");
      assertThat(client.events()).hasSize(2);
      gate.open();
      Received received = Received.of(client.readAll());
      assertThat(client.whole()).isTrue();
      assertThat(received.text()).isEqualTo("first last");
      assertThat(received.ended()).isTrue();
    } finally {
      gate.open();
    }
  }

  @Test
  void p02HeartbeatsKeepAProxyFromCuttingASilentStream(@TempDir Path folder) throws Exception {
    String silent = "p02 silent";
    ScriptedProvider.plays(
        silent, Script.eventStream().send(ScriptedProvider.arkDelta("first")).stall());
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("p02", gate);
    try (Nginx nginx = nginx(folder);
        StreamClient client = StreamForm.CHAT_BY_POST.open(nginx.impatient(), "wait for p02");
        StreamClient bare = nginx.askProvider("{\"messages\":[{\"content\":\"p02 silent\"}]}")) {
      client.readUntil("first");
      int before = client.comments();
      // As many as take longer, at five a second, than the proxy waits.
      client.readUntil(
          "heartbeats", () -> client.comments() - before > 5 * 2 * Nginx.PATIENCE_SECONDS);
      // What the proxy does to a stream without heartbeats, meanwhile.
      bare.readAll();
      assertThat(bare.body()).contains("first");
      assertThat(bare.whole()).isFalse();
      gate.open();
      assertThat(Received.of(client.readAll()).text()).isEqualTo("first last");
      assertThat(client.whole()).isTrue();
    } finally {
      gate.open();
    }
  }

  @Test
  void p03ManyStreamsShareOneHttp2Connection(@TempDir Path folder) throws Exception {
    Gate gate = new Gate();
    ScriptedProvider.GATES.put("p03", gate);
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    try (Nginx nginx = nginx(folder)) {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .sslContext(nginx.trusting())
              .build();
      for (int i = 0; i < 12; i++) {
        HttpRequest request =
            Answer.json(
                    nginx.http2().resolve("api/chat"),
                    "{\"model\":\"ark\",\"message\":\"wait for p03\"}")
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        open.add(response);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.headers().map()).doesNotContainKeys("connection", "transfer-encoding");
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
            .startsWith("text/event-stream");
        ChatIT.readUntil("first", response.body());
      }
      assertThat(open)
          .extracting(response -> response.headers().firstValue(Nginx.CONNECTION).orElse(""))
          .doesNotContain("")
          .containsOnly(open.get(0).headers().firstValue(Nginx.CONNECTION).orElse(""));
      gate.open();
      for (HttpResponse<InputStream> response : open) {
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
            .contains(" last", "complete");
      }
    } finally {
      gate.open();
      for (HttpResponse<InputStream> response : open) {
        response.body().close();
      }
    }
  }

  private Nginx nginx(Path folder) throws Exception {
    Skipped.unless(Nginx.isInstalled(), "it needs nginx (Debian's nginx-light)");
    return Nginx.start(folder, base.getPort(), provider.port());
  }

  // Administrators

  @Test
  void administratorsSeeAStreamAndThatItIsStopped() throws Exception {
    String message = "administrators";
    ScriptedProvider.plays(
        message, Script.eventStream().send(ScriptedProvider.arkDelta("so far")).stall());
    try (StreamClient client = chat("ark", message);
        StreamClient administrator = get("api/admin/events")) {
      client.readUntil("so far");
      assertThat(administrator.status()).isEqualTo(200);
      assertThat(administrator.header("Content-Type")).startsWith("text/event-stream");
      assertThat(administrator.header("Cache-Control")).isEqualTo("no-cache, no-transform");
      assertThat(administrator.header("X-Accel-Buffering")).isEqualTo("no");
      administrator.readEvents(1);
      assertThat(administrator.events().get(0).type()).isEqualTo("snapshot");
      assertThat(administrator.events().get(0).data()).contains("\"configuration\":[{");
      administrator.readUntil(
          "the stream is seen with its text",
          () ->
              streams(administrator).contains("\"" + client.streamId() + "\"")
                  && streams(administrator).contains("\"characters\":6,\"clients\":1"));

      assertThat(delete(client.streamId()).body()).isEqualTo("{\"ended\":\"cancelled\"}");
      administrator.readUntil(
          "the stream is seen no more", () -> !streams(administrator).contains(client.streamId()));
      assertThat(administrator.last().members()).doesNotContainKey("configuration");
      assertThat(Answer.get(uri("api/admin/snapshot")).body()).doesNotContain(client.streamId());
    }
  }

  @Test
  void administratorsSeeWhatIsSetAndWhereAndNoSecret() throws Exception {
    Answer snapshot = Answer.get(uri("api/admin/snapshot"));
    assertThat(snapshot.status()).isEqualTo(200);
    assertThat(snapshot.header("Content-Type")).startsWith("application/json");
    assertThat(snapshot.header("Cache-Control")).isEqualTo("no-store");
    assertThat(snapshot.body())
        .containsPattern(
            "\"name\":\"RUNNEL_AUTH\",\"secret\":false,\"set\":true,\"value\":\"anonymous\","
                + "\"source\":\"[^\"]+\",\"ordinal\":500")
        .containsPattern(
            "\"name\":\"ARK_API_KEY\",\"secret\":true,\"set\":true,\"value\":null,"
                + "\"source\":\"[^\"]+\",\"ordinal\":300")
        .contains(
            "{\"name\":\"RUNNEL_RETENTION\",\"secret\":false,\"set\":false,\"value\":\"PT10M\"}",
            "{\"model\":\"demo\",\"provider\":\"demo\",\"configured\":true,\"key\":null,")
        .doesNotContain("test-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/admin/snapshot", "api/admin/events"})
  void onlyLocalCallersAndOurOwnPagesAreAdministrators(String path) throws Exception {
    for (String[] header :
        new String[][] {{"Via", "1.1 proxy"}, {"X-Forwarded-For", "192.0.2.7"}}) {
      Answer refused = Answer.to(Answer.request(uri(path)).header(header[0], header[1]).build());
      assertProblem(refused, 403);
      assertThat(refused.body()).contains("only callers on the server's own machine");
    }
    assertProblem(
        Answer.to(Answer.request(uri(path)).header("Origin", "http://localhost:3000").build()),
        403);
    assertThat(Answer.to(Answer.request(uri("admin/")).header("Via", "1.1 proxy").build()).body())
        .contains("runnel-admin-table");
  }

  @Test
  void theHeadOfAdministratorsEventsOpensNoStream() throws Exception {
    Answer head =
        Answer.to(
            Answer.request(uri("api/admin/events"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(head.status()).isEqualTo(405);
  }

  private static String streams(StreamClient administrator) {
    JsonArray streams = administrator.last().array("streams");
    return streams == null ? "" : streams.toJson();
  }

  // What the tests share

  private enum Way {
    STREAM,
    STREAM_AFTER_ID,
    STREAM_AFTER_POSITION,
    HELLO_WORLD,
    CHAT
  }

  private StreamClient resume(Received received, Way way) throws IOException {
    String last = received.lastEventId();
    String stream = "api/streams/" + last.substring(0, last.indexOf('.'));
    return switch (way) {
      case STREAM -> get(stream, "Last-Event-ID", last);
      case STREAM_AFTER_ID -> get(stream + "?after=" + last);
      case STREAM_AFTER_POSITION -> get(stream + "?after=" + received.position());
      // As an EventSource does: at the URL that bought the answer.
      case HELLO_WORLD -> get("helloworld?prompt=again", "Last-Event-ID", last);
      case CHAT -> get("api/chat?message=again", "Last-Event-ID", last);
    };
  }

  private StreamClient get(String path, String... headers) throws IOException {
    return StreamClient.get(uri(path), headers);
  }

  private StreamClient chat(String model, String message) throws IOException {
    return StreamClient.open(
        "POST",
        uri("api/chat"),
        "{\"model\":\"%s\",\"message\":%s}".formatted(model, new JsonString(message).toJson()));
  }

  private Answer delete(String streamId) throws Exception {
    return Answer.to(Answer.request(uri("api/streams/" + streamId)).DELETE().build());
  }

  private String idAfterTheEnd(String message) throws Exception {
    try (StreamClient client = chat("ark", message)) {
      return client.readAll().streamId();
    }
  }

  private URI root() {
    return uri("");
  }

  private static void leave(StreamClient client, String way) throws IOException {
    if (way.endsWith("RST")) {
      client.reset();
    } else {
      client.fin();
    }
  }

  private static List<RecordedRequest> asked(String message) {
    return provider.requests().stream()
        .filter(request -> request.lastMessage().equals(message))
        .toList();
  }

  private static Stream<RecordedRequest> cancelCalls() {
    return provider.requests().stream()
        .filter(request -> request.target().startsWith("/v3/chat/cancel"));
  }

  private static void awaitProviderClosed(String message) {
    Await.until(
        "the provider's connection is closed",
        () ->
            !asked(message).isEmpty()
                && asked(message).stream()
                    .allMatch(request -> provider.closedByPeer(request.connection())));
  }

  private static Script largeScript() {
    Script script = Script.eventStream();
    for (int i = 0; i < LARGE_DELTAS; i++) {
      script.send(ScriptedProvider.arkDelta("x".repeat(LARGE_DELTA_CHARS)));
    }
    return script;
  }

  /** The id of an answer that is larger than what can wait anywhere on the way to a client. */
  private String largeAnswer(String message) throws IOException {
    ScriptedProvider.plays(message, largeScript().send(ScriptedProvider.ARK_END));
    try (StreamClient client = chat("ark", message)) {
      assertThat(Received.of(client.readAll()).ended()).isTrue();
      return client.streamId();
    }
  }

  /**
   * JSON in tokens, between bars, with some reasoning before and in its middle, and a breath after
   * every so many.
   */
  private static Script answer(String tokens, int breath) {
    Script script = Script.eventStream().send(reasoning("Let me ") + reasoning("think."));
    String[] parts = tokens.split("\\|", -1);
    for (int i = 0; i < parts.length; i++) {
      script.send(ScriptedProvider.arkDelta(parts[i]));
      if (i == parts.length / 2) {
        script.send(reasoning("Go on."));
      }
      if (i % breath == breath - 1) {
        script.pause();
      }
    }
    return script.send(ScriptedProvider.ARK_END);
  }

  private static String reasoning(String text) {
    return "data: {\"choices\":[{\"delta\":{\"reasoning_content\":"
        + new JsonString(text).toJson()
        + "},\"index\":0}]}\n\n";
  }

  /** A long document of many kinds of values, in tokens between bars. */
  private static String document(Random random) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (int bytes = 0; bytes < LONG_BYTES; ) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(60); word >= 0; word--) {
        text.append(List.of("科技", "😀", "a \"b\" ", "\n", "over ").get(random.nextInt(5)));
      }
      JsonString string = new JsonString(text.toString());
      JsonArray list = new JsonArray(List.of(JsonNumber.of(random.nextInt()), string));
      members.put(
          members.size() % 3 == 0 ? "list" + bytes : "text" + bytes,
          members.size() % 3 == 0 ? list : string);
      bytes += string.toJson().getBytes(StandardCharsets.UTF_8).length;
    }
    String json = new JsonObject(members).toJson();
    StringBuilder tokens = new StringBuilder();
    for (int i = 0; i < json.length(); ) {
      int end =
          json.offsetByCodePoints(
              i, Math.min(1 + random.nextInt(60), json.codePointCount(i, json.length())));
      tokens.append(json, i, end).append(end < json.length() ? "|" : "");
      i = end;
    }
    return tokens.toString();
  }

  /** The whole of a stream reads as its replay without a cut, and is the answer. */
  private void assertReadsAsUncut(StreamForm form, Received received, String tokens)
      throws IOException {
    assertWhole(form, received, tokens);
    String id = received.lastEventId();
    try (StreamClient uncut = get("api/streams/" + id.substring(0, id.indexOf('.')))) {
      assertThat(received.joined()).isEqualTo(Received.of(uncut.readAll()).joined());
    }
  }

  private static void assertWhole(StreamForm form, Received received, String tokens) {
    assertThat(received.ended()).isTrue();
    assertThat(received.last().string("code")).as(received.last().toJson()).isNull();
    String text = tokens.replace("|", "");
    if (form == StreamForm.JSON_PATCH) {
      assertThat(received.patched()).isEqualTo(JsonValue.parse(text));
    } else {
      assertThat(received.allNumbered()).isTrue();
    }
    if (form == StreamForm.CHAT_BY_GET || form == StreamForm.CHAT_BY_POST) {
      assertThat(received.text()).isEqualTo(text);
    }
  }

  private static void assertSameStream(StreamClient resumed, StreamClient first) {
    assertThat(resumed.status()).as(resumed.body()).isEqualTo(200);
    assertThat(resumed.header("Content-Type")).startsWith("text/event-stream");
    for (String name : List.of("X-Stream-Id", "X-Conversation-Id")) {
      assertThat(resumed.header(name)).as(name).isEqualTo(first.header(name));
    }
    assertThat(resumed.header("X-Stream-Id")).isNotEmpty();
    assertThat(resumed.header("Cache-Control")).isEqualTo("no-cache, no-transform");
    assertThat(resumed.header("X-Accel-Buffering")).isEqualTo("no");
  }

  private void assertProblem(String path, String lastEventId, int status) throws Exception {
    assertProblem(
        Answer.to(Answer.request(uri(path)).header("Last-Event-ID", lastEventId).build()), status);
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("Exception");
  }
}
