package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.OAuthApp;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a provider can do wrong, and what a client then sees. Each test is named after its fault: U
 * for the time before the answer, M for the time in its midst. Whatever happens, a stream opens
 * with its start, has ids that grow, ends with exactly one end, and shows no key.
 */
class ProviderFaultsIT extends ServerTest {

  private static final String KEY = "ark-container-test-secret";
  private static final List<String> SECRETS = List.of("container-test-secret", "Bearer");

  /** What a provider says beside its message, and no client sees. */
  private static final String PRIVATE = "for the provider's eyes alone";

  private static final Pattern LINE = Pattern.compile("(id|event|data): ?.*|:.*|", Pattern.DOTALL);
  private static final Pattern AFTER_CR = Pattern.compile("(?<=\r)");
  private static final List<String> ENDS = List.of("complete", "error", "cancelled");
  private static final String TEXT = "潮水🌊 rises,\té falls…";

  /** A provider that takes connections and never says a word: a TLS handshake with it stalls. */
  private static final ServerSocket MUTE = mute();

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war(
        "runnel.timeout.connect=PT2S",
        "runnel.timeout.first-byte=PT2S",
        "runnel.timeout.idle=PT2S",
        "runnel.models=nobody,nowhere,mute,app,refused-app",
        oauth("app", "kid-7"),
        oauth("refused-app", ScriptedProvider.REFUSED_KEY),
        "runnel.model.nowhere.provider=openai",
        "runnel.model.nowhere.base-url=https://provider.invalid/v1",
        "runnel.model.nowhere.model=none",
        "runnel.model.mute.provider=openai",
        "runnel.model.mute.base-url=https://127.0.0.1:" + MUTE.getLocalPort() + "/v1",
        "runnel.model.mute.model=none");
  }

  /** A bot of an OAuth app. Its key is written as env files write it, which a server must keep. */
  private static String oauth(String model, String keyId) {
    String key = ScriptedProvider.OAUTH_APP.pem().replace("\n", "\\\\n");
    return Stream.of(
            "provider=coze",
            "bot-id=7379462189365198898",
            "base-url=http://127.0.0.1:" + Integer.getInteger("provider.port"),
            "jwt-oauth.client-id=310000000002",
            "jwt-oauth.public-key-id=" + keyId,
            "jwt-oauth.private-key=" + key)
        .map(setting -> "runnel.model." + model + "." + setting)
        .collect(Collectors.joining("\n"));
  }

  // Before the answer.

  @Test
  void u01TellsARejectedRequestOnceAndNothingElseOfItsBody() throws Exception {
    Fault fault = fault("U01", refusal(400, "InvalidParameter"));

    fault.failed("upstream_rejected", "InvalidParameter");
    assertThat(fault.answer.body()).contains("refused").doesNotContain(PRIVATE);
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void u02TellsAWrongKeyOnceWithoutTheKey() throws Exception {
    Fault fault =
        fault(
            "U02",
            Script.json(
                401,
                "{\"error\":{\"code\":\"AuthenticationError\",\"message\":\"no key "
                    + KEY
                    + "\"}}"));

    fault.failed("upstream_auth", "AuthenticationError");
    assertThat(fault.answer.last().string("error")).endsWith("no key ***");
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void u02TellsARefusedOAuthAppOnceWithoutItsJwt() throws Exception {
    Fault fault = ask("refused-app", "U02");

    fault.failed("upstream_auth", "invalid_client");
    assertThat(fault.answer.last().string("error")).endsWith("not with ***");
    assertThat(tokenRequests(ScriptedProvider.REFUSED_KEY)).hasSize(1);
    assertThat(fault.calls()).isEmpty();
  }

  @Test
  void callsABotOfAnOAuthAppWithATokenAskedForByJwt() throws Exception {
    Fault first = ask("app", "U02");
    Fault second = ask("app", "U02");

    for (Fault each : List.of(first, second)) {
      assertThat(each.answer.last().string("type")).as(each.answer.body()).isEqualTo("complete");
      assertThat(each.answer.text()).isEqualTo("You said: " + each.id);
    }
    List<String> requests = tokenRequests("kid-7");
    assertThat(requests).hasSize(1);
    assertThat(ScriptedProvider.OAUTH_APP.claims(requests.get(0)).string("iss"))
        .isEqualTo("310000000002");
    assertThat(Stream.of(first, second).flatMap(fault -> fault.calls().stream()))
        .extracting(OAuthApp::bearer)
        .containsExactly(ScriptedProvider.OAUTH_TOKEN, ScriptedProvider.OAUTH_TOKEN);
  }

  /** The JWTs with which tokens were asked for. */
  private static List<String> tokenRequests(String keyId) {
    return provider.requests().stream()
        .filter(request -> request.target().equals(OAuthApp.TOKEN_PATH))
        .map(OAuthApp::bearer)
        .filter(jwt -> keyId.equals(OAuthApp.header(jwt).string("kid")))
        .toList();
  }

  @Test
  void u03TellsAForbiddenRequestOnce() throws Exception {
    Fault fault = fault("U03", refusal(403, "AccountOverdueError"));

    fault.failed("upstream_forbidden", "AccountOverdueError");
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void u04TellsAMissingModelOnce() throws Exception {
    Fault fault = fault("U04", refusal(404, "ModelNotOpen"));

    fault.failed("upstream_not_found", "ModelNotOpen");
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void u05TriesAgainOnceAfterRetryAfter() throws Exception {
    Fault fault =
        fault("U05", Script.json(429, "{}").header("Retry-After", "1"), whole(deltas("a", "b")));

    fault.completed("ab");
    assertThat(fault.calls()).hasSize(2);
    assertThat(fault.pauseBefore(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(fault.commentsBefore("delta")).isPositive();
  }

  @Test
  void u06PassesALongRetryAfterOnWithoutWaitingForIt() throws Exception {
    Fault fault = fault("U06", Script.json(429, "{}").header("Retry-After", "3600"));

    fault.failed("upstream_rate_limited", null);
    assertThat(fault.answer.last().number("retry_after")).isEqualTo(3600);
    assertThat(fault.answer.last().bool("retryable")).isTrue();
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void u08TriesAgainTwiceWithGrowingPausesAndOneIdempotencyKey() throws Exception {
    Fault fault =
        fault("U08", Script.json(500, "{}"), Script.json(503, "{}"), whole(deltas("a", "b")));

    fault.completed("ab");
    assertThat(fault.calls()).hasSize(3);
    // Half a second, then one, each a quarter shorter at the least.
    assertThat(fault.pauseBefore(2)).isGreaterThanOrEqualTo(Duration.ofMillis(375));
    assertThat(fault.pauseBefore(3)).isGreaterThanOrEqualTo(Duration.ofMillis(750));
    assertThat(fault.calls()).extracting(RecordedRequest::body).containsOnly(body(fault, 1));
    String key = fault.calls().get(0).header("idempotency-key");
    assertThat(key).isNotBlank();
    assertThat(fault.calls()).extracting(call -> call.header("idempotency-key")).containsOnly(key);
  }

  @Test
  void u09GivesUpAfterTheThirdFailure() throws Exception {
    Fault fault = fault("U09", refusal(500, "InternalServiceError"));

    fault.failed("upstream_unavailable", "InternalServiceError");
    assertThat(fault.calls()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, it does not accept a connection",
    "nowhere, its host name is not known",
  })
  void u10TriesTwiceMoreWhereNobodyListensAndWhereTheHostIsNotKnown(String model, String cause)
      throws Exception {
    // There is nobody who could count the calls: the pauses between them must tell. A look-up of
    // the name may take as long, but Java remembers for ten seconds that it is not known.
    ask(model, "U10");
    long before = System.nanoTime();
    Fault fault = ask(model, "U10");
    Duration took = Duration.ofNanos(System.nanoTime() - before);

    fault.failed("upstream_unavailable", null);
    assertThat(fault.answer.last().string("error")).endsWith(cause);
    // Half a second, then one, each a quarter shorter at the least: the first alone is at most five
    // eighths of a second.
    assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(375 + 750));
    assertThat(fault.commentsBefore("error")).isPositive();
  }

  @Test
  void u11TriesAProviderThatNeverAnswersOnceMore() throws Exception {
    Fault fault = fault("U11", Script.never());

    fault.failed("upstream_timeout", null);
    assertThat(fault.answer.last().string("phase")).isEqualTo("first_byte");
    assertThat(fault.calls()).hasSize(2);
    assertThat(fault.commentsBefore("error")).isPositive();
    fault.awaitClosed(1);
    fault.awaitClosed(2);
  }

  @Test
  void u12TriesATlsHandshakeThatStallsAgain() throws Exception {
    List<Integer> firstBytes = new ArrayList<>();
    Thread accepting =
        new Thread(
            () -> {
              for (int attempt = 1; attempt <= 3; attempt++) {
                try (Socket connection = MUTE.accept()) {
                  InputStream in = connection.getInputStream();
                  firstBytes.add(in.read());
                  // Until the client gives the handshake up.
                  in.readAllBytes();
                } catch (IOException closed) {
                  throw new UncheckedIOException(closed);
                }
              }
            },
            "takes connections and says nothing");
    accepting.start();
    Fault fault = ask("mute", "U12");
    accepting.join();

    fault.failed("upstream_timeout", null);
    assertThat(fault.answer.last().string("phase")).isEqualTo("connect");
    // 22: the client's hello.
    assertThat(firstBytes).containsExactly(22, 22, 22);
    assertThat(fault.commentsBefore("error")).isPositive();
  }

  // In the midst of the answer.

  @ParameterizedTest
  @CsvSource({"ark, 0", "ark, 1", "ark, 3", "coze, 0", "coze, 1", "coze, 3"})
  void m01TakesAStreamThatEndsWithoutItsEndForTruncated(String model, int deltas) throws Exception {
    String said = beginning(model, deltas);
    Fault fault = fault(model, "M01", Script.eventStream().untilClose().send(said).fin());

    fault.failed("upstream_truncated", null);
    assertThat(fault.answer.text()).isEqualTo("012".substring(0, deltas));
    assertThat(fault.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"ark, 1", "ark, 3", "coze, 1", "coze, 3"})
  void m02TakesAConnectionThatIsResetForTruncated(String model, int deltas) throws Exception {
    Gate seen = new Gate();
    String id = unique("M02");
    ScriptedProvider.plays(
        id, Script.eventStream().send(beginning(model, deltas)).await(seen).reset());
    Fault fault = new Fault(id, read(model, id, (deltas - 1) + "\"}", seen));

    fault.failed("upstream_truncated", null);
    assertThat(fault.answer.text()).isEqualTo("012".substring(0, deltas));
    assertThat(fault.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"ark, 0", "ark, 1", "ark, 3", "coze, 3"})
  void m03TakesAChunkedBodyWithoutItsLastChunkForTruncated(String model, int deltas)
      throws Exception {
    Fault fault = fault(model, "M03", Script.eventStream().send(beginning(model, deltas)).fin());

    fault.failed("upstream_truncated", null);
    assertThat(fault.answer.text()).isEqualTo("012".substring(0, deltas));
    assertThat(fault.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ark", "coze"})
  void m04EndsAStreamThatFallsSilentAndClosesItsConnection(String model) throws Exception {
    Fault fault = fault(model, "M04", Script.eventStream().send(beginning(model, 2)).stall());

    fault.failed("upstream_timeout", null);
    assertThat(fault.answer.last().string("phase")).isEqualTo("idle");
    assertThat(fault.answer.text()).isEqualTo("01");
    assertThat(fault.commentsBefore("error")).isPositive();
    assertThat(fault.calls()).hasSize(1);
    fault.awaitClosed(1);
  }

  @Test
  void m05TellsAnErrorInTheStreamOnceAndNothingAfterIt() throws Exception {
    Fault fault =
        fault(
            "M05",
            Script.eventStream()
                .header("x-request-id", "log-m05")
                .send(deltas("a"))
                .send("data: {\"error\":{\"code\":\"Whatever\",\"message\":\"it broke\"}}\n\n")
                .send(deltas("b") + ScriptedProvider.ARK_END));

    fault.failed("upstream_error", "Whatever");
    assertThat(fault.answer.last().string("log_id")).isEqualTo("log-m05");
    assertThat(fault.answer.text()).isEqualTo("a");
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void m05TellsAnErrorEventOfABotOnceAndNothingAfterIt() throws Exception {
    Fault fault =
        fault(
            "coze",
            "M05",
            Script.eventStream()
                .header("x-tt-logid", "log-m05")
                .send(beginning("coze", 1))
                .send("event:error\ndata:{\"code\":4000,\"msg\":\"it broke\"}\n\n")
                .send(ScriptedProvider.cozeDelta("b") + "event:done\ndata:\"[DONE]\"\n\n"));

    fault.failed("upstream_rejected", "4000");
    assertThat(fault.answer.last().string("log_id")).isEqualTo("log-m05");
    assertThat(fault.answer.text()).isEqualTo("0");
    assertThat(fault.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"choices\":[{\"delta\"", "{\"choices\":NaN}", "[]", "one", "{}}"})
  void m06KeepsWhatCameBeforeAMalformedLine(String line) throws Exception {
    Fault fault =
        fault(
            "M06",
            Script.eventStream()
                .send(deltas("a", "b") + "data: " + line + "\n\n" + deltas("c"))
                .send(ScriptedProvider.ARK_END));

    fault.failed("upstream_malformed", null);
    assertThat(fault.answer.text()).isEqualTo("ab");
    assertThat(fault.calls()).hasSize(1);
  }

  @Test
  void m07GoesOnAfterInvalidUtf8() throws Exception {
    byte[] delta = deltas("a?b?c").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream broken = new ByteArrayOutputStream();
    int met = 0;
    for (byte b : delta) {
      if (b != '?') {
        broken.write(b);
      } else if (met++ == 0) {
        // A byte that no character begins with.
        broken.write(0xff);
      } else {
        // The beginning of a character that does not go on.
        broken.writeBytes(new byte[] {(byte) 0xe6, (byte) 0xbd});
      }
    }
    Fault fault =
        fault(
            "M07",
            Script.eventStream()
                .send(broken.toByteArray())
                .send(deltas("潮") + ScriptedProvider.ARK_END));

    fault.completed("a\ufffdb\ufffdc潮");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7})
  void m08ReadsTheSameHoweverTheBytesAreCut(int size) throws Exception {
    String stream = deltas("潮", "水🌊 ", "rises,\té falls…") + ScriptedProvider.ARK_END;
    Fault fault = fault("M08", Script.eventStream().dribble(stream, size));

    fault.completed(TEXT);
  }

  @Test
  void m08ReadsTheSameWhereTheProviderTearsASurrogatePair() throws Exception {
    Fault fault =
        fault(
            "M08",
            Script.eventStream()
                .send(torn("潮\\ud83c"))
                .send(torn("\\udf0a!"))
                .send(ScriptedProvider.ARK_END));

    fault.completed("潮🌊!");
  }

  private static String torn(String json) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + json + "\"}}]}\n\n";
  }

  @ParameterizedTest
  @MethodSource("lineEnds")
  void m10ReadsTheSameWhateverTheLineEnds(String name, UnaryOperator<String> form)
      throws Exception {
    String stream = deltas("潮", "水🌊 ", "rises,\té falls…") + ScriptedProvider.ARK_END;
    Script script = Script.eventStream();
    // Each CR ends a segment, so that nobody knows yet whether an LF belongs to it.
    AFTER_CR.splitAsStream(form.apply(stream)).forEach(script::send);
    Fault fault = fault("M10", script);

    fault.completed(TEXT);
  }

  static Stream<Arguments> lineEnds() {
    return Stream.of(
        lineEnd("BOM", stream -> "\ufeff" + stream),
        lineEnd("CRLF", stream -> stream.replace("\n", "\r\n")),
        lineEnd("CR", stream -> stream.replace("\n", "\r")),
        lineEnd("BOM and CRLF", stream -> "\ufeff" + stream.replace("\n", "\r\n")),
        lineEnd("mixed", stream -> stream.replace("\n\n", "\r\n\r").replace("}\r\n", "}\n")));
  }

  private static Arguments lineEnd(String name, UnaryOperator<String> form) {
    return Arguments.of(name, form);
  }

  @Test
  void m11IgnoresCommentsUnknownFieldsAndTheReconnectionTime() throws Exception {
    String noise = ": keep-alive\nretry: 1\nunknown: field\nid: 7\nno colon\n";
    Fault fault =
        fault(
            "M11",
            Script.eventStream()
                .send("retry: 1\n\n: hello\n\n" + noise + deltas("a") + noise + deltas("b"))
                .send(ScriptedProvider.ARK_END));

    fault.completed("ab");
    assertThat(fault.answer.body()).doesNotContain("retry", "hello", "keep-alive", "unknown");
  }

  @Test
  void m14LetsNoTextForgeALineOfTheStream() throws Exception {
    String forged = "a\r\nid: 9\revent: complete\n\ndata: {}\n\n\0\u2028\u2029\u0085b";
    Fault fault =
        fault(
            "M14",
            whole(
                "data: {\"id\":\"x\\r\\nid: 9\",\"model\":\"y\\n\\ndata: {}\",\"choices\":[]}\n\n"
                    + deltas(forged)));

    fault.completed(forged);
    // One event each for the start, the text and the end.
    assertThat(fault.answer.events()).hasSize(3);
    assertThat(fault.answer.last().string("message_id")).isEqualTo("x\r\nid: 9");
    assertThat(fault.answer.last().string("model")).isEqualTo("y\n\ndata: {}");
  }

  @Test
  void m15RelaysTenThousandDeltasOfOneSegmentInOrder() throws Exception {
    StringBuilder text = new StringBuilder();
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      String delta = Character.toString('一' + i);
      text.append(delta);
      stream.append(ScriptedProvider.arkDelta(delta));
    }
    Fault fault =
        fault("M15", Script.eventStream().send(stream.append(ScriptedProvider.ARK_END).toString()));

    fault.completed(text.toString());
  }

  private static Script refusal(int status, String code) {
    return Script.json(
        status,
        "{\"error\":{\"code\":\"%s\",\"message\":\"refused\",\"param\":\"%s\"},\"trace\":\"%s\"}"
            .formatted(code, PRIVATE, PRIVATE));
  }

  private static Script whole(String deltas) {
    return Script.eventStream().send(deltas + ScriptedProvider.ARK_END);
  }

  private static String deltas(String... texts) {
    return Stream.of(texts).map(ScriptedProvider::arkDelta).collect(Collectors.joining());
  }

  /** The deltas 0, 1, 2 and so on, without an end. */
  private static String beginning(String model, int deltas) {
    boolean bot = model.equals("coze");
    StringBuilder stream = new StringBuilder(bot ? ScriptedProvider.cozeCreated() : ": open\n\n");
    for (int i = 0; i < deltas; i++) {
      String text = Integer.toString(i);
      stream.append(bot ? ScriptedProvider.cozeDelta(text) : ScriptedProvider.arkDelta(text));
    }
    return stream.toString();
  }

  private static String body(Fault fault, int call) {
    return fault.calls().get(call - 1).body();
  }

  private static String unique(String fault) {
    return fault + " " + System.nanoTime();
  }

  /** Asks Ark, which plays these scripts. */
  private Fault fault(String fault, Script... scripts) throws Exception {
    return fault("ark", fault, scripts);
  }

  private Fault fault(String model, String fault, Script... scripts) throws Exception {
    String id = unique(fault);
    ScriptedProvider.plays(id, scripts);
    return new Fault(id, Answer.to(request(model, id)));
  }

  /** Asks a model behind which no script plays. */
  private Fault ask(String model, String fault) throws Exception {
    String id = unique(fault);
    return new Fault(id, Answer.to(request(model, id)));
  }

  private HttpRequest request(String model, String message) {
    return Answer.json(
            uri("api/chat"),
            "{\"model\":\"%s\",\"message\":%s}".formatted(model, new JsonString(message).toJson()))
        .build();
  }

  /** Reads an answer, and opens a gate when a text has come. */
  private Answer read(String model, String message, String text, Gate gate) throws Exception {
    HttpResponse<InputStream> response =
        Answer.CLIENT.send(request(model, message), BodyHandlers.ofInputStream());
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try (InputStream in = response.body()) {
      while (!seen.toString(StandardCharsets.UTF_8).contains(text)) {
        int next = in.read();
        assertThat(next).as("the stream ended with: " + seen).isNotNegative();
        seen.write(next);
      }
      gate.open();
      seen.writeBytes(in.readAllBytes());
    }
    return Answer.of(response.statusCode(), response.headers(), seen.toByteArray());
  }

  private static ServerSocket mute() {
    try {
      return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fault that was met: what the client saw, and what the provider was asked. */
  private static final class Fault {

    private final String id;
    private final Answer answer;

    private Fault(String id, Answer answer) {
      this.id = id;
      this.answer = answer;
      checkStream();
    }

    /** What holds for every stream, whatever the provider did. */
    private void checkStream() {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
      assertThat(answer.body()).doesNotContain(SECRETS);
      assertThat(answer.events().get(0).type()).isEqualTo("start");
      assertThat(answer.data().stream().filter(data -> ENDS.contains(data.string("type"))))
          .as(answer.body())
          .containsExactly(answer.last());
      String stream = answer.header("X-Stream-Id") + ".";
      long before = 0;
      for (ServerSentEvent event : answer.events()) {
        assertThat(event.lastEventId()).startsWith(stream);
        long position = Long.parseLong(event.lastEventId().substring(stream.length()));
        assertThat(position).isGreaterThan(before);
        before = position;
      }
      checkLines();
    }

    /** Nothing in a line that is none of the stream's own: an id and a datum for each event. */
    private void checkLines() {
      List<String> lines = answer.body().lines().toList();
      assertThat(lines).allMatch(line -> LINE.matcher(line).matches());
      assertThat(lines.stream().filter(line -> line.startsWith("id:")))
          .hasSameSizeAs(answer.events());
      assertThat(lines.stream().filter(line -> line.startsWith("data:")))
          .hasSameSizeAs(answer.events());
      assertThat(
              lines.stream().filter(line -> line.startsWith("event:")).map(String::stripTrailing))
          .hasSizeLessThanOrEqualTo(answer.events().size())
          .allMatch(line -> line.matches("event: ?(start|message)"));
    }

    /** That it ended as an answer, with this text and the provider's figures. */
    private void completed(String text) {
      assertThat(answer.last().string("type")).as(answer.body()).isEqualTo("complete");
      assertThat(answer.text()).isEqualTo(text);
      assertThat(answer.last().string("finish_reason")).isEqualTo("stop");
      assertThat(answer.last().number("token_usage")).isEqualTo(214);
    }

    /** That it ended as a failure. */
    private void failed(String code, @Nullable String providerCode) {
      JsonObject end = answer.last();
      assertThat(end.string("type")).as(answer.body()).isEqualTo("error");
      assertThat(end.string("code")).isEqualTo(code);
      assertThat(end.string("provider_code")).isEqualTo(providerCode);
      assertThat(end.string("error")).isNotBlank();
    }

    /** The requests that the provider got, in their order. */
    private List<RecordedRequest> calls() {
      return provider.requests().stream()
          .filter(request -> request.lastMessage().equals(id))
          .toList();
    }

    /** How long after the call before it a call came. */
    private Duration pauseBefore(int call) {
      List<RecordedRequest> calls = calls();
      return Duration.of(
          calls.get(call - 1).nanoTime() - calls.get(call - 2).nanoTime(),
          TimeUnit.NANOSECONDS.toChronoUnit());
    }

    /** The comments that the client got before the first event of a type. */
    private long commentsBefore(String type) {
      String before =
          answer.body().substring(0, answer.body().indexOf("\"type\":\"" + type + "\""));
      return before.lines().filter(line -> line.startsWith(":")).count();
    }

    /** Waits until a call's connection was closed from our side. */
    private void awaitClosed(int call) {
      int connection = calls().get(call - 1).connection();
      Await.until(
          "connection " + connection + " is closed", () -> provider.closedByPeer(connection));
    }
  }
}
