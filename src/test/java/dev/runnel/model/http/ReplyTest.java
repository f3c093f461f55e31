package dev.runnel.model.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Secret;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelEvent.Finished;
import dev.runnel.model.ModelEvent.Reasoning;
import dev.runnel.model.ModelEvent.Text;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.RecordingListener;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an exchange makes of replies, without retries and time. */
class ReplyTest {

  private static final String ANSWER =
      "event: think\ndata: 想\n\n: keep-alive\n\ndata: 潮\n\ndata: 🌊é\n\nevent: done\ndata\n\n";

  @Test
  void sendsThePostWithItsKeyAndBody() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().send(ANSWER))) {
      fixture.exchange();
      fixture.listener.awaitFinished();

      RecordedRequest request = fixture.standIn.requests().get(0);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.target()).isEqualTo("/answers");
      assertThat(request.header("authorization")).isEqualTo("Bearer " + HttpFixture.KEY);
      assertThat(request.header("content-type")).isEqualTo("application/json");
      assertThat(request.header("accept")).isEqualTo("text/event-stream");
      assertThat(request.header("accept-encoding")).isNull();
      assertThat(request.header("upgrade")).isNull();
      assertThat(request.body()).isEqualTo("{\"ask\":\"何时涨潮\"}");
    }
  }

  @Test
  void sendsNoAuthorizationWithoutAKey() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().send(ANSWER))) {
      fixture.exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null));
      fixture.listener.awaitFinished();

      assertThat(fixture.standIn.requests().get(0).header("authorization")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 1024})
  void tellsWhatTheModelSaysHoweverTheReplyIsCut(int size) throws IOException {
    String crlf = ANSWER.replace("\n", "\r\n");
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().dribble(crlf, size))) {
      fixture.exchange();
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.events())
          .containsExactly(
              new Reasoning("想"),
              new Text("潮"),
              new Text("🌊é"),
              new Finished("stop", null, null, null));
    }
  }

  @Test
  void tellsTenThousandEventsOfOnePieceInOrder() throws IOException {
    StringBuilder stream = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      stream.append("data: ").append(i % 10).append("\n\n");
      text.append(i % 10);
    }
    stream.append("event: done\ndata\n\n");
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().send(stream.toString()))) {
      fixture.exchange();
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.text()).isEqualTo(text.toString());
    }
  }

  @Test
  void readsEachReplyToItsEndAndUsesItsConnectionAgain() throws IOException {
    int rounds = 20;
    try (HttpFixture fixture =
        HttpFixture.with(
            request ->
                request.target().equals("/answers")
                    ? Script.eventStream().send(ANSWER).send(": after the end\n\n")
                    : Script.json(400, "no"))) {
      for (int round = 0; round < rounds; round++) {
        RecordingListener good = new RecordingListener();
        fixture.http.exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null), good);
        good.awaitFinished();
        fixture.awaitNoAlarm();
        RecordingListener bad = new RecordingListener();
        fixture.http.exchange(HttpFixture.request(fixture.standIn.uri("/errors"), null), bad);
        assertThat(bad.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_REJECTED);
      }

      // Now and then the next request comes before the last connection is back.
      assertThat(fixture.standIn.connections()).isLessThan(rounds);
    }
  }

  @Test
  void ignoresWhatComesAfterTheEnd() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send(ANSWER + "data: more\n\n").send(ANSWER))) {
      fixture.exchange();
      fixture.listener.awaitFinished();
      fixture.awaitNoAlarm();

      assertThat(fixture.listener.ends()).isEqualTo(1);
      assertThat(fixture.listener.text()).isEqualTo("潮🌊é");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, UPSTREAM_REJECTED",
    "401, UPSTREAM_AUTH",
    "403, UPSTREAM_FORBIDDEN",
    "404, UPSTREAM_NOT_FOUND",
    "409, UPSTREAM_REJECTED",
    "422, UPSTREAM_REJECTED",
    "301, UPSTREAM_REJECTED",
    "307, UPSTREAM_REJECTED"
  })
  void meansByAStatusOneFailureThatIsNotRetried(int status, ErrorCode code) throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.json(status, "no such tide")
                .header("X-Tt-Logid", "log-41")
                .header("Location", "/answers"))) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.logId()).isEqualTo("log-41");
      assertThat(failure)
          .hasMessageContaining("HTTP " + status)
          .hasMessageContaining("no such tide");
      assertThat(fixture.standIn.requests()).hasSize(1);
      assertThat(fixture.time.pending()).isEmpty();
    }
  }

  @Test
  void takesARequestIdForALogIdWhereThereIsNoOther() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.json(400, "{}").header("X-Request-Id", "req-9"))) {
      fixture.exchange();

      assertThat(fixture.listener.awaitFailure().logId()).isEqualTo("req-9");
    }
  }

  @Test
  void readsAnErrorsTextOnlyToALimitAndShowsOnlyItsBeginning() throws IOException {
    String endless = "x".repeat(ProviderHttp.MAX_ERROR_BYTES * 2);
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.status(400).header("Content-Type", "text/plain").send(endless).stall())) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      fixture.awaitClosedByPeer(1);
      assertThat(failure)
          .hasMessage(
              "The model provider refused the request (HTTP 400): "
                  + "x".repeat(ModelException.MAX_PROVIDER_MESSAGE));
    }
  }

  @Test
  void keepsTheStatusOfAnErrorWhoseTextIsCutOff() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.status(401).send("the key is").fin())) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      assertThat(failure).hasMessageEndingWith(": the key is");
    }
  }

  @Test
  void showsNoKeyWhateverTheProviderEchoes() throws IOException {
    for (Script script :
        new Script[] {
          Script.json(401, "wrong key " + HttpFixture.KEY + "!")
              .header("X-Tt-Logid", HttpFixture.KEY),
          Script.raw("Bearer " + HttpFixture.KEY + "\r\n\r\n"),
          Script.raw("HTTP/1.1 2" + HttpFixture.KEY + "\r\n\r\n"),
          Script.eventStream().send("event: throw\ndata: " + HttpFixture.KEY + "\n\n"),
          Script.eventStream().send("data: a\n\n").fin(),
          Script.text(200, HttpFixture.KEY, HttpFixture.KEY)
        }) {
      try (HttpFixture fixture = HttpFixture.with(script)) {
        fixture.exchange();

        assertThat(Leaks.everythingOf(fixture.listener.awaitFailure()))
            .doesNotContain(HttpFixture.KEY);
      }
    }
  }

  @Test
  void refusesAKeyThatNoHeaderCanCarryWithoutShowingIt() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      fixture.exchange(
          HttpFixture.request(
              fixture.standIn.uri("/answers"), new Secret(HttpFixture.KEY + "\nx")));
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      assertThat(Leaks.everythingOf(failure)).doesNotContain(HttpFixture.KEY);
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  @Test
  void takesOtherContentThanAnEventStreamForBroken() throws IOException {
    for (Map.Entry<String, String> header :
        Map.of("Content-Type", "text/html", "X-None", "at all").entrySet()) {
      try (HttpFixture fixture =
          HttpFixture.with(
              Script.status(200).header(header.getKey(), header.getValue()).send(ANSWER).stall())) {
        fixture.exchange();

        assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
        fixture.awaitClosedByPeer(1);
      }
    }
  }

  @Test
  void takesAnEncodingThatWasNotAskedForForBroken() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().header("Content-Encoding", "gzip").send(ANSWER))) {
      fixture.exchange();

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
    }
  }

  @Test
  void keepsTheStatusOfAnEncodedErrorAndNothingOfItsText() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.json(404, "????").header("Content-Encoding", "gzip"))) {
      fixture.exchange();

      assertThat(fixture.listener.awaitFailure())
          .hasMessage("The model provider does not know this model or bot (HTTP 404)");
    }
  }

  @Test
  void handsJsonInPlaceOfAStreamToTheReader() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.json(200, "bot unpublished").header("X-Tt-Logid", "log-2"))) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
      assertThat(failure).hasMessage("The model provider reported an error: bot unpublished");
      assertThat(failure.logId()).isEqualTo("log-2");
    }
  }

  @Test
  void takesAReplyWithoutItsEndForTruncatedAndKeepsWhatCame() throws IOException {
    String cut = "data: 潮\n\ndata: open";
    for (Script script :
        new Script[] {
          Script.eventStream().send(cut).end(),
          Script.eventStream().send(cut).fin(),
          Script.eventStream().send(cut).reset(),
          Script.eventStream().untilClose().send(cut).fin(),
          Script.eventStream().header("Content-Length", "999").send(cut).fin()
        }) {
      try (HttpFixture fixture = HttpFixture.with(script)) {
        fixture.exchange();

        assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED);
        assertThat(fixture.standIn.requests()).hasSize(1);
      }
    }
  }

  @Test
  void keepsWhatCameBeforeACutThatTheTestSaw() throws IOException {
    Gate heard = new Gate();
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("data: 潮\n\n").await(heard).reset())) {
      fixture.exchange();
      fixture.awaitText("潮");
      heard.open();

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED);
      assertThat(fixture.listener.text()).isEqualTo("潮");
    }
  }

  @Test
  void takesACutReplyForWholeWhenTheReaderHasAllItNeeds() throws IOException {
    for (Script script :
        new Script[] {
          Script.eventStream().send("data: a\n\nevent: enough\ndata\n\n").end(),
          Script.eventStream().send("data: a\n\nevent: enough\ndata\n\n").fin()
        }) {
      try (HttpFixture fixture = HttpFixture.with(script)) {
        fixture.exchange();
        fixture.listener.awaitFinished();

        fixture.awaitNoAlarm();
      }
    }
  }

  @Test
  void takesALineBeyondTheLimitForBroken() throws IOException {
    byte[] line = ("data: a\n\ndata: " + "b".repeat(1 << 20)).getBytes(UTF_8);
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().send(line).stall())) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
      assertThat(failure).hasMessageContaining("1048576 bytes");
      assertThat(fixture.listener.text()).isEqualTo("a");
      fixture.awaitClosedByPeer(1);
    }
  }

  @Test
  void takesWhatIsNotHttpForBroken() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.raw("SSH-2.0-tide\r\n\r\n"))) {
      fixture.exchange();

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_MALFORMED);
    }
  }

  @Test
  void endsWithTheReadersFailureAndHearsNothingAfterIt() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream()
                .header("X-Tt-Logid", "log-3")
                .send("data: a\n\nevent: fail\ndata: content_filtered\n\ndata: b\n\n")
                .stall())) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.CONTENT_FILTERED);
      assertThat(failure.providerCode()).isEqualTo("E7");
      assertThat(failure.logId()).isEqualTo("log-3");
      assertThat(failure).hasMessage("The model provider withheld the answer: it broke");
      fixture.awaitClosedByPeer(1);
      assertThat(fixture.listener.text()).isEqualTo("a");
    }
  }

  @Test
  void endsWhenAReaderThrows() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream().send("data: a\n\nevent: throw\ndata: 潮\n\n").stall())) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
      assertThat(failure).hasRootCauseMessage("java.lang.IllegalArgumentException");
      fixture.awaitClosedByPeer(1);
    }
  }

  @Test
  void endsWhenAListenerThrows() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("data: a\n\ndata: b\n\n").stall())) {
      Throwing listener = new Throwing();
      fixture.http.exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null), listener);
      ModelException failure = listener.told.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
      fixture.awaitClosedByPeer(1);
      assertThat(listener.heard).isEqualTo(1);
    }
  }

  private static final class Throwing implements ModelListener {
    private final RecordingListener told = new RecordingListener();
    private int heard;

    @Override
    public void onEvent(ModelEvent event) {
      heard++;
      throw new IllegalStateException("no room");
    }

    @Override
    public void onFailure(ModelException failure) {
      told.onFailure(failure);
    }
  }
}
