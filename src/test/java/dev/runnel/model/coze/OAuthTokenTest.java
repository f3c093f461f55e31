package dev.runnel.model.coze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.CozeAuth;
import dev.runnel.config.CozeSettings;
import dev.runnel.config.ProviderSettings;
import dev.runnel.config.Secret;
import dev.runnel.config.SigningKey;
import dev.runnel.config.Threads;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Message;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import dev.runnel.model.ModelListener;
import dev.runnel.model.http.Credentials;
import dev.runnel.model.http.ProviderHttp;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Loopback;
import dev.runnel.standin.OAuthApp;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Recorded;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.RecordingListener;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens by JWT OAuth, fetched from a stand-in for Coze in time that stands still. */
class OAuthTokenTest {

  private static final OAuthApp APP = OAuthApp.create();
  private static final Instant START = Instant.parse("2031-05-06T07:08:09Z");
  private static final long LIFE = OAuthToken.LIFE.toSeconds();
  private static final Duration RENEWAL = Duration.ofMinutes(48);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final Script REFUSAL =
      Script.json(
          401, "{\"error_code\":\"invalid_client\",\"error_message\":\"unknown public key\"}");

  @Test
  void asksForATokenByASignedJwtAndCallsWithTheToken() throws IOException {
    try (Coze coze = new Coze(grants())) {
      coze.chat().awaitFinished();
      coze.chat().awaitFinished();

      assertThat(coze.targets()).containsExactly("token", "chat", "chat");
      assertThat(coze.bearers("chat")).containsExactly("czs_1", "czs_1");
      RecordedRequest request = coze.standIn.requests().get(0);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.header("content-type")).isEqualTo("application/json");
      assertThat(request.header("accept")).isEqualTo("application/json");
      assertThat(request.json())
          .isEqualTo(
              JsonValue.parse(
                  "{\"grant_type\":\"urn:ietf:params:oauth:grant-type:jwt-bearer\","
                      + "\"duration_seconds\":3600}"));
      String jwt = OAuthApp.bearer(request);
      assertThat(OAuthApp.header(jwt))
          .isEqualTo(JsonValue.parse("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"kid-7\"}"));
      JsonObject claims = APP.claims(jwt);
      assertThat(claims.members()).containsOnlyKeys("iss", "aud", "iat", "exp", "jti");
      assertThat(claims.string("iss")).isEqualTo("app-310000000002");
      assertThat(claims.string("aud")).isEqualTo("127.0.0.1");
      assertThat(claims.number("iat")).isEqualTo(START.getEpochSecond());
      assertThat(claims.number("exp")).isEqualTo(START.plusSeconds(600).getEpochSecond());
      assertThat(claims.string("jti")).hasSizeGreaterThan(32);
    }
  }

  @Test
  void asksOnceForFiftyThatStartTogether() throws Exception {
    Gate gate = new Gate();
    try (Coze coze = new Coze(request -> grant(1, gate))) {
      CountDownLatch together = new CountDownLatch(1);
      List<RecordingListener> listeners = new ArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        Thread caller =
            new Thread(
                () -> {
                  awaitLatch(together);
                  coze.start(listener);
                });
        callers.add(caller);
        caller.start();
      }
      together.countDown();
      for (Thread caller : callers) {
        // They come back although no token has come: nobody's thread waits.
        caller.join();
      }
      coze.awaitRequests(1);
      assertThat(listeners).noneMatch(RecordingListener::ended);
      gate.open();

      listeners.forEach(RecordingListener::awaitFinished);
      assertThat(coze.targets()).hasSize(51).containsOnlyOnce("token");
      assertThat(coze.bearers("chat")).hasSize(50).containsOnly("czs_1");
    }
  }

  @Test
  void renewsATokenInTheBackgroundAfterFourFifthsOfItsLife() throws IOException {
    Gate gate = new Gate();
    try (Coze coze = new Coze(inTurn(grant(1), grant(2, gate)))) {
      coze.chat().awaitFinished();
      coze.advance(RENEWAL.minus(TICK));
      coze.chat().awaitFinished();
      assertThat(coze.targets()).containsExactly("token", "chat", "chat");

      coze.advance(TICK);
      // Neither waits, although the reply with the next token does.
      coze.chat().awaitFinished();
      coze.chat().awaitFinished();
      coze.awaitTokenRequests(2);
      assertThat(coze.bearers("chat")).containsOnly("czs_1");
      gate.open();
      coze.awaitNoAlarm();
      coze.chat().awaitFinished();

      assertThat(coze.bearers("chat")).last().isEqualTo("czs_2");
      assertThat(coze.bearers("token")).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void doesNotCallWithATokenThatHasExpired() throws IOException {
    try (Coze coze = new Coze(grants())) {
      coze.chat().awaitFinished();
      coze.advance(OAuthToken.LIFE);
      coze.chat().awaitFinished();

      assertThat(coze.targets()).containsExactly("token", "chat", "token", "chat");
      assertThat(coze.bearers("chat")).containsExactly("czs_1", "czs_2");
    }
  }

  @Test
  void keepsATokenAsLongAsItIsGoodWhenItCannotBeRenewed() throws IOException {
    try (Coze coze = new Coze(inTurn(grant(1), REFUSAL))) {
      coze.chat().awaitFinished();
      coze.advance(RENEWAL);
      coze.chat().awaitFinished();
      coze.awaitTokenRequests(2);
      coze.awaitNoAlarm();

      coze.chat().awaitFinished();
      assertThat(coze.bearers("chat")).hasSize(3).containsOnly("czs_1");
      assertThat(coze.bearers("token")).hasSize(2);

      coze.advance(OAuthToken.BACK_OFF);
      coze.chat().awaitFinished();
      coze.awaitTokenRequests(3);
      coze.awaitNoAlarm();
      coze.advance(OAuthToken.LIFE.minus(RENEWAL));
      assertThat(coze.chat().awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
    }
  }

  @Test
  void tellsOneFailureToAllWhoWaitAndForAMomentToThoseWhoCome() throws IOException {
    Gate gate = new Gate();
    Script refusal =
        Script.status(401)
            .header("Content-Type", "application/json")
            .header("x-tt-logid", "log-401")
            .await(gate)
            .send("{\"error_code\":\"invalid_client\",\"error_message\":\"unknown public key\"}");
    try (Coze coze = new Coze(inTurn(refusal, grant(2)))) {
      List<RecordingListener> listeners = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        listeners.add(coze.chat());
      }
      gate.open();
      for (RecordingListener listener : listeners) {
        ModelException failure = listener.awaitFailure();
        assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
        assertThat(failure.providerCode()).isEqualTo("invalid_client");
        assertThat(failure.logId()).isEqualTo("log-401");
        assertThat(failure).hasMessageEndingWith("no token by JWT OAuth, unknown public key");
      }
      coze.advance(OAuthToken.BACK_OFF.minus(TICK));
      assertThat(coze.chat().awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      assertThat(coze.targets()).containsExactly("token");

      coze.advance(TICK);
      coze.chat().awaitFinished();
      assertThat(coze.targets()).containsExactly("token", "token", "chat");
    }
  }

  @Test
  void makesAJwtForEachTryOfARequest() throws IOException {
    try (Coze coze = new Coze(inTurn(Script.json(503, "{}"), grant(1)))) {
      RecordingListener listener = coze.chat();
      Duration most = Duration.ofSeconds(3);
      Await.until("a retry", () -> coze.time.pending().get(0).compareTo(most) < 0);
      coze.time.advance(most);
      listener.awaitFinished();

      assertThat(coze.bearers("token"))
          .extracting(jwt -> APP.claims(jwt).string("jti"))
          .hasSize(2)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void obeysTheLimitsOfAllExchanges() throws IOException {
    try (Coze coze = new Coze(request -> Script.never())) {
      RecordingListener listener = coze.chat();
      for (int attempt = 1; attempt <= 2; attempt++) {
        coze.awaitTokenRequests(attempt);
        Await.until(
            "the limit of the first byte",
            () -> coze.time.pending().contains(Coze.TIMEOUTS.firstByte()));
        coze.time.advance(Coze.TIMEOUTS.firstByte());
        if (attempt == 1) {
          Duration most = Duration.ofSeconds(3);
          Await.until("a retry", () -> coze.time.pending().get(0).compareTo(most) < 0);
          coze.time.advance(coze.time.pending().get(0));
        }
      }
      ModelException failure = listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
      assertThat(failure.phase()).isEqualTo(Phase.FIRST_BYTE);
      coze.awaitClosedByPeer(2);
      assertThat(coze.targets()).containsExactly("token", "token");
      assertThat(coze.time.pending()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 {}", "200 {\"code\":4100,\"msg\":\"token expired\"}"})
  void triesOnceMoreWithANewTokenWhenAnOlderOneIsRefused(String reply) throws IOException {
    Script refusal = Script.json(Integer.parseInt(reply.substring(0, 3)), reply.substring(4));
    try (Coze coze = new Coze(grants(), inTurn(answer(), refusal, answer()))) {
      coze.chat().awaitFinished();
      coze.advance(OAuthToken.FRESH);
      coze.chat().awaitFinished();

      assertThat(coze.targets()).containsExactly("token", "chat", "chat", "token", "chat");
      assertThat(coze.bearers("chat")).containsExactly("czs_1", "czs_1", "czs_2");
    }
  }

  @Test
  void asksOnceForManyWhoseTokenIsRefused() throws IOException {
    Gate gate = new Gate();
    try (Coze coze =
        new Coze(
            grants(),
            request ->
                OAuthApp.bearer(request).equals("czs_1")
                    ? Script.status(401).await(gate)
                    : answer())) {
      coze.chat();
      coze.awaitRequests(2);
      coze.time.advance(OAuthToken.FRESH);
      List<RecordingListener> listeners = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        listeners.add(coze.chat());
      }
      coze.awaitRequests(22);
      gate.open();

      listeners.forEach(RecordingListener::awaitFinished);
      assertThat(coze.bearers("token")).hasSize(2);
    }
  }

  @Test
  void believesARefusalOfAFreshToken() throws IOException {
    try (Coze coze = new Coze(grants(), request -> Script.json(401, "{}"))) {
      assertThat(coze.chat().awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      coze.advance(OAuthToken.FRESH.minus(TICK));
      assertThat(coze.chat().awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);

      assertThat(coze.targets()).containsExactly("token", "chat", "chat");
    }
  }

  @Test
  void doesNotAskForTokensAgainAndAgainWhenEachIsRefused() throws IOException {
    try (Coze coze = new Coze(grants(), request -> Script.json(401, "{}"))) {
      coze.chat().awaitFailure();
      coze.advance(OAuthToken.FRESH);
      coze.chat().awaitFailure();
      coze.chat().awaitFailure();

      assertThat(coze.targets()).containsExactly("token", "chat", "chat", "token", "chat", "chat");
    }
  }

  @Test
  void cancelsAChatWithTheToken() throws IOException {
    String beginning = String.join("", Recorded.events("coze/answer.txt").subList(0, 9));
    try (Coze coze =
        new Coze(
            grants(),
            request ->
                request.target().endsWith("/cancel")
                    ? Script.json(200, "{\"code\":0}")
                    : Script.eventStream().send(beginning).stall())) {
      ModelCall call = coze.start(coze.listener);
      coze.awaitText("厦门");
      call.cancel();
      coze.awaitRequests(3);

      assertThat(coze.standIn.requests().get(2).target()).isEqualTo("/v3/chat/cancel");
      assertThat(coze.bearers("chat")).containsExactly("czs_1", "czs_1");
      coze.awaitClosedByPeer(1);
    }
  }

  @Test
  void callsNobodyWhenCancelledBeforeTheTokenCame() throws IOException {
    Gate gate = new Gate();
    try (Coze coze = new Coze(request -> grant(1, gate))) {
      ModelCall call = coze.start(coze.listener);
      coze.awaitRequests(1);
      call.cancel();
      gate.open();
      coze.awaitNoAlarm();
      // The token was not in vain.
      coze.chat().awaitFinished();

      assertThat(coze.targets()).containsExactly("token", "chat");
      assertThat(coze.listener.ended()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"600, 480", "86400, 2880", "1935818289, 480", "1935904089, 2880"})
  void takesLivesInSecondsAndEndsAsUnixTimeAndNoneForLongerThanAsked(long expires, long renewal)
      throws IOException {
    try (Coze coze =
        new Coze(inTurn(Script.json(200, OAuthApp.grant("czs_1", expires)), grant(2)))) {
      coze.chat().awaitFinished();
      coze.advance(Duration.ofSeconds(renewal).minus(TICK));
      coze.chat().awaitFinished();
      assertThat(coze.bearers("token")).hasSize(1);
      coze.advance(TICK);
      coze.chat().awaitFinished();

      coze.awaitTokenRequests(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"czs_1\"}",
        "{\"access_token\":\"czs_1\",\"expires_in\":0}",
        "{\"access_token\":\"czs_1\",\"expires_in\":-5}",
        "{\"access_token\":\"czs_1\",\"expires_in\":1935817689}",
        "{\"access_token\":\"\",\"expires_in\":3600}",
        "{\"access_token\":\"czs\\r\\nX: y\",\"expires_in\":3600}",
        "{\"access_token\":7,\"expires_in\":3600}",
        "{\"code\":0}",
        "[]",
        "czs_1",
        "",
      })
  void takesAReplyWithoutAUsableTokenForBroken(String body) throws IOException {
    try (Coze coze = new Coze(request -> Script.json(200, body))) {
      ModelException failure = coze.chat().awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
      assertThat(everything(failure)).doesNotContain("czs");
      assertThat(coze.targets()).containsExactly("token");
    }
  }

  @Test
  void takesNoTokenThatIsLongerThanAHeaderMayBe() throws IOException {
    String longest = "c".repeat(TokenReader.MAX_TOKEN);
    try (Coze coze =
        new Coze(
            inTurn(
                Script.json(200, OAuthApp.grant(longest + "c", LIFE)),
                Script.json(200, OAuthApp.grant(longest, LIFE))))) {
      assertThat(coze.chat().awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
      coze.advance(OAuthToken.BACK_OFF);
      coze.chat().awaitFinished();

      assertThat(coze.bearers("chat")).containsExactly(longest);
    }
  }

  @Test
  void takesAnEventStreamInPlaceOfATokenForBroken() throws IOException {
    try (Coze coze = new Coze(request -> answer())) {
      assertThat(coze.chat().awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, error_code, invalid_request, UPSTREAM_REJECTED",
    "400, error_code, unsupported_grant_type, UPSTREAM_REJECTED",
    "400, error_code, invalid_client, UPSTREAM_AUTH",
    "200, error_code, access_deny, UPSTREAM_FORBIDDEN",
    "403, error_code, invalid_client, UPSTREAM_FORBIDDEN",
    "404, error_code, whatever, UPSTREAM_NOT_FOUND",
    "200, error_code, whatever, UPSTREAM_ERROR",
    "200, code, 4100, UPSTREAM_AUTH",
    "302, error_code, whatever, UPSTREAM_REJECTED",
  })
  void keepsWhatCozeSaysOfARefusal(int status, String member, String code, ErrorCode meaning)
      throws IOException {
    String written = member.equals("code") ? code : "\"" + code + "\"";
    try (Coze coze =
        new Coze(request -> Script.json(status, "{\"" + member + "\":" + written + "}"))) {
      ModelException failure = coze.chat().awaitFailure();

      assertThat(failure.code()).isEqualTo(meaning);
      assertThat(failure.providerCode()).isEqualTo(code);
      assertThat(coze.targets()).containsExactly("token");
    }
  }

  @Test
  void showsNeitherKeyNorJwtNorTokenInLogsAndErrors() throws IOException {
    Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.runnel");
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    StringBuilder shown = new StringBuilder();
    AtomicInteger requests = new AtomicInteger();
    List<String> secrets = new ArrayList<>(List.of("czs_", APP.pieceOfKey()));
    try (Coze coze =
        new Coze(
            request ->
                requests.getAndIncrement() == 0
                    ? echo(401, "error_message").apply(request)
                    : grant(1),
            echo(401, "msg"))) {
      shown.append(everything(coze.chat().awaitFailure()));
      coze.advance(OAuthToken.BACK_OFF);
      shown.append(everything(coze.chat().awaitFailure()));
      secrets.addAll(coze.bearers("token"));
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(null);
    }
    records.forEach(record -> shown.append(record.getMessage()));

    assertThat(secrets).hasSize(4);
    assertThat(shown)
        .contains("said ***", "coze, its token: HTTP 401", "coze: HTTP 401")
        .doesNotContain(secrets);
  }

  @Test
  void sharesATokenAmongTheBotsOfAnAppAndKeepsUsersTheSame() throws IOException {
    try (Coze coze = new Coze(grants())) {
      coze.chat().awaitFinished();
      RecordingListener other = new RecordingListener();
      coze.client.start(request("other"), other);
      other.awaitFinished();
      coze.advance(OAuthToken.LIFE);
      coze.chat().awaitFinished();

      assertThat(coze.targets()).containsExactly("token", "chat", "chat", "token", "chat");
      assertThat(coze.standIn.requests())
          .filteredOn(request -> request.target().startsWith("/v3/chat"))
          .extracting(request -> request.json().string("user_id"))
          .containsOnly(coze.standIn.requests().get(1).json().string("user_id"));
    }
  }

  @Test
  void turnsAwayWhoeverWouldBeOneTooManyToWait() throws IOException {
    try (Coze coze = new Coze(request -> Script.never())) {
      Credentials token = coze.token(coze.threads());
      AtomicInteger answered = new AtomicInteger();
      List<ModelException> failures = new ArrayList<>();
      for (int i = 0; i <= OAuthToken.MAX_WAITING; i++) {
        token.ask(
            new Credentials.Answer() {
              @Override
              public void onKey(@Nullable Secret key) {
                answered.incrementAndGet();
              }

              @Override
              public void onFailure(ModelException failure) {
                failures.add(failure);
              }
            });
      }

      assertThat(failures).extracting(ModelException::code).containsExactly(ErrorCode.OVERLOADED);
      assertThat(answered).hasValue(0);
    }
  }

  @Test
  void tellsThatNoThreadIsFree() throws IOException {
    try (Coze coze = new Coze(request -> Script.never())) {
      Threads full =
          new Threads(
              task -> {
                throw new RejectedExecutionException("full");
              },
              coze.time,
              coze.time::nanoTime);
      List<ModelException> failures = new ArrayList<>();
      coze.token(full)
          .ask(
              new Credentials.Answer() {
                @Override
                public void onKey(@Nullable Secret key) {
                  throw new AssertionError("there is no thread to sign");
                }

                @Override
                public void onFailure(ModelException failure) {
                  failures.add(failure);
                }
              });

      assertThat(failures).extracting(ModelException::code).containsExactly(ErrorCode.OVERLOADED);
    }
  }

  /** Token by token: czs_1, czs_2 and so on, each good for an hour. */
  private static Function<RecordedRequest, Script> grants() {
    AtomicInteger given = new AtomicInteger();
    return request -> grant(given.incrementAndGet());
  }

  private static Script grant(int number) {
    return Script.json(200, OAuthApp.grant("czs_" + number, LIFE));
  }

  /** A grant that comes when the gate is opened. */
  private static Script grant(int number, Gate gate) {
    return Script.status(200)
        .header("Content-Type", "application/json; charset=utf-8")
        .await(gate)
        .send(OAuthApp.grant("czs_" + number, LIFE));
  }

  private static Function<RecordedRequest, Script> inTurn(Script... scripts) {
    return Loopback.inTurn(scripts);
  }

  /** A refusal that repeats the bearer. */
  private static Function<RecordedRequest, Script> echo(int status, String member) {
    return request ->
        Script.json(
            status,
            "{\"error_code\":\"no\",\"code\":1,\""
                + member
                + "\":\"said "
                + OAuthApp.bearer(request)
                + "\"}");
  }

  private static Script answer() {
    try {
      return Script.eventStream().send(Recorded.stream("coze/answer.txt"));
    } catch (IOException absent) {
      throw new AssertionError(absent);
    }
  }

  private static CompletionRequest request(String model) {
    return new CompletionRequest(
        model, List.of(Message.user("何时涨潮?")), null, OutputFormat.TEXT, null, "owner-1");
  }

  private static String everything(ModelException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text + " " + failure.providerCode() + " " + failure.logId();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException hurried) {
      throw new AssertionError(hurried);
    }
  }

  /** A client with an OAuth app at a stand-in for Coze. */
  private static final class Coze extends Loopback {
    private static final TimeoutSettings TIMEOUTS =
        new TimeoutSettings(
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10));
    private static final CozeAuth.JwtOAuth AUTH =
        new CozeAuth.JwtOAuth("app-310000000002", "kid-7", SigningKey.parse(APP.pem()));

    private final ProviderHttp http;
    private final CozeClient client;
    private final InstantSource clock = () -> START.plusNanos(time.nanoTime());

    private Coze(Function<RecordedRequest, Script> tokens) throws IOException {
      this(tokens, request -> answer());
    }

    private Coze(Function<RecordedRequest, Script> tokens, Function<RecordedRequest, Script> chats)
        throws IOException {
      super(
          ProviderStandIn.start(
              request ->
                  (request.target().equals(OAuthApp.TOKEN_PATH) ? tokens : chats).apply(request)));
      URI base = standIn.uri("");
      ProviderSettings settings =
          new ProviderSettings(
              List.of(
                  new CozeSettings("coze", base, AUTH, "bot-7"),
                  new CozeSettings("other", base, AUTH, "bot-8")),
              List.of(),
              TIMEOUTS);
      http = new ProviderHttp(settings, threads());
      client = new CozeClient(http, settings, threads(), clock);
    }

    private Credentials token(Threads threads) {
      return new OAuthToken(http, threads, clock, "coze", standIn.uri(""), AUTH);
    }

    private RecordingListener chat() {
      RecordingListener heard = new RecordingListener();
      start(heard);
      return heard;
    }

    private ModelCall start(ModelListener heard) {
      return client.start(request("coze"), heard);
    }

    /** Moves the time when nothing waits for it. */
    private void advance(Duration by) {
      awaitNoAlarm();
      time.advance(by);
    }

    private void awaitTokenRequests(int count) {
      Await.until("request " + count + " for a token", () -> bearers("token").size() == count);
    }

    private List<String> targets() {
      return standIn.requests().stream().map(Coze::kind).toList();
    }

    private List<String> bearers(String kind) {
      return standIn.requests().stream()
          .filter(request -> kind(request).equals(kind))
          .map(OAuthApp::bearer)
          .toList();
    }

    private static String kind(RecordedRequest request) {
      return request.target().equals(OAuthApp.TOKEN_PATH) ? "token" : "chat";
    }
  }
}
