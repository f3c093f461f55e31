package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Threads;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries, in time that stands still; the jitter is in the middle, so that delays are exact. */
class RetryTest {

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration SECOND_DELAY = Duration.ofSeconds(1);
  private static final String ANSWER = "data: 潮\n\nevent: done\ndata\n\n";

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainTwiceAndThenGivesUp(int status) throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.json(status, "later"))) {
      fixture.exchange();
      fixture.awaitAlarm(FIRST_DELAY);
      assertThat(fixture.standIn.requests()).hasSize(1);
      fixture.time.advance(FIRST_DELAY);
      fixture.awaitAlarm(SECOND_DELAY);
      assertThat(fixture.standIn.requests()).hasSize(2);
      fixture.time.advance(SECOND_DELAY);
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code())
          .isEqualTo(
              status == 429 ? ErrorCode.UPSTREAM_RATE_LIMITED : ErrorCode.UPSTREAM_UNAVAILABLE);
      assertThat(fixture.standIn.requests()).hasSize(3);
      assertThat(fixture.time.pending()).isEmpty();
    }
  }

  @Test
  void answersAfterTwoFailures() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.json(500, "{}"), Script.json(503, "{}"), Script.eventStream().send(ANSWER))) {
      fixture.exchange();
      fixture.awaitAlarm(FIRST_DELAY);
      fixture.time.advance(FIRST_DELAY);
      fixture.awaitAlarm(SECOND_DELAY);
      fixture.time.advance(SECOND_DELAY);
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.text()).isEqualTo("潮");
      assertThat(fixture.standIn.requests())
          .extracting("body")
          .containsOnly("{\"ask\":\"何时涨潮\"}")
          .hasSize(3);
    }
  }

  @Test
  void tellsEachRetryAndTheNameOfEachReply() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.json(500, "{}").header("X-Request-Id", "req-1"),
            Script.json(503, "{}"),
            Script.eventStream().header("X-Tt-Logid", "log-3").send(ANSWER))) {
      fixture.exchange();
      fixture.awaitAlarm(FIRST_DELAY);
      fixture.time.advance(FIRST_DELAY);
      fixture.awaitAlarm(SECOND_DELAY);
      fixture.time.advance(SECOND_DELAY);
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.events())
          .startsWith(
              new ModelEvent.Answered("req-1"),
              new ModelEvent.Retried(1),
              new ModelEvent.Retried(2),
              new ModelEvent.Answered("log-3"));
    }
  }

  @Test
  void doesNotStartTheNextAttemptBeforeItsTime() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.json(429, "{}").header("Retry-After", "7"), Script.eventStream().send(ANSWER))) {
      fixture.exchange();
      fixture.awaitAlarm(Duration.ofSeconds(7));
      fixture.time.advance(Duration.ofMillis(6_999));
      assertThat(fixture.time.pending()).containsExactly(Duration.ofMillis(1));
      fixture.time.advance(Duration.ofMillis(1));
      fixture.listener.awaitFinished();

      assertThat(fixture.standIn.requests()).hasSize(2);
    }
  }

  @Test
  void waitsUntilTheDateThatTheProviderNames() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.json(503, "{}").header("Retry-After", "Tue, 6 May 2031 07:08:19 GMT"))) {
      fixture.exchange();

      fixture.awaitAlarm(Duration.ofSeconds(10));
    }
  }

  @Test
  void passesALongerWaitOnAtOnce() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.json(429, "{}").header("Retry-After", "3600"))) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_RATE_LIMITED);
      assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
      assertThat(fixture.standIn.requests()).hasSize(1);
      assertThat(fixture.time.pending()).isEmpty();
    }
  }

  @Test
  void doesNotWaitBeyondTheTotal() throws IOException {
    TimeoutSettings brief =
        new TimeoutSettings(
            HttpFixture.CONNECT, HttpFixture.FIRST_BYTE, HttpFixture.IDLE, Duration.ofSeconds(4));
    try (HttpFixture fixture =
        new HttpFixture(
            HttpClient.newBuilder(),
            brief,
            ProviderStandIn.start(request -> Script.json(503, "{}").header("Retry-After", "4")))) {
      fixture.exchange();
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
      assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(4));
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void triesAgainWhenNobodyListens() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      fixture.exchange(URI.create("http://127.0.0.1:" + HttpFixture.deafPort() + "/answers"));
      fixture.awaitAlarm(FIRST_DELAY);
      fixture.time.advance(FIRST_DELAY);
      fixture.awaitAlarm(SECOND_DELAY);
      fixture.time.advance(SECOND_DELAY);
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
      assertThat(failure)
          .hasMessage("The model provider is not available: it does not accept a connection");
    }
  }

  @Test
  void triesAgainWhenTheHostIsNotKnown() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      fixture.exchange(URI.create("http://provider.invalid/answers"));
      fixture.awaitAlarm(FIRST_DELAY);
      fixture.time.advance(FIRST_DELAY);
      fixture.awaitAlarm(SECOND_DELAY);
      fixture.time.advance(SECOND_DELAY);

      assertThat(fixture.listener.awaitFailure())
          .hasMessage("The model provider is not available: its host name is not known");
    }
  }

  @Test
  void triesAgainWhenTheConnectionBreaksBeforeAReply() throws IOException {
    for (Script broken : List.of(Script.raw(""), Script.raw("HTTP/1.1 20"))) {
      try (HttpFixture fixture = HttpFixture.with(broken, Script.eventStream().send(ANSWER))) {
        fixture.exchange();
        fixture.awaitAlarm(FIRST_DELAY);
        fixture.time.advance(FIRST_DELAY);
        fixture.listener.awaitFinished();

        assertThat(fixture.standIn.requests()).hasSize(2);
      }
    }
  }

  @Test
  void triesAFirstByteThatDoesNotComeOnceMore() throws IOException {
    for (Script silent : List.of(Script.never(), Script.eventStream().stall())) {
      try (HttpFixture fixture = HttpFixture.with(silent)) {
        fixture.exchange();
        fixture.awaitRequests(1);
        fixture.awaitAlarm(HttpFixture.FIRST_BYTE);
        fixture.time.advance(HttpFixture.FIRST_BYTE);
        fixture.awaitClosedByPeer(1);
        fixture.awaitAlarm(FIRST_DELAY);
        fixture.time.advance(FIRST_DELAY);
        fixture.awaitRequests(2);
        fixture.awaitAlarm(HttpFixture.FIRST_BYTE);
        fixture.time.advance(HttpFixture.FIRST_BYTE);
        ModelException failure = fixture.listener.awaitFailure();

        assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
        assertThat(failure.phase()).isEqualTo(Phase.FIRST_BYTE);
        fixture.awaitClosedByPeer(2);
        assertThat(fixture.standIn.requests()).hasSize(2);
      }
    }
  }

  @Test
  void triesAProvidersOwnErrorAgainBeforeAnyText() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream().send(": hello\n\nevent: fail\ndata: upstream_unavailable\n\n"),
            Script.eventStream().send(ANSWER))) {
      fixture.exchange();
      fixture.awaitAlarm(FIRST_DELAY);
      fixture.time.advance(FIRST_DELAY);
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.text()).isEqualTo("潮");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: 潮", "event: think\ndata: 想"})
  void doesNotTryAgainOnceSomethingWasSaid(String said) throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream().send(said + "\n\nevent: fail\ndata: upstream_unavailable\n\n"))) {
      fixture.exchange();

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void doesNotTryAgainAfterARedirectOrATruncatedReply() throws IOException {
    for (Script script :
        List.of(
            Script.status(302).header("Location", "/answers").header("Content-Length", "0"),
            Script.eventStream().send(": open\n\n"))) {
      try (HttpFixture fixture = HttpFixture.with(script)) {
        fixture.exchange();
        fixture.listener.awaitFailure();

        assertThat(fixture.standIn.requests()).hasSize(1);
      }
    }
  }

  @Test
  void failsAsOverloadedWhenNoWorkerIsFree() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      ProviderHttp full =
          new ProviderHttp(
              HttpClient.newBuilder(),
              HttpFixture.TIMEOUTS,
              new Threads(
                  task -> {
                    throw new RejectedExecutionException("full");
                  },
                  fixture.time,
                  fixture.time::nanoTime),
              () -> HttpFixture.WALL_CLOCK,
              () -> 0.5);
      full.exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null), fixture.listener);

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.OVERLOADED);
      fixture.awaitNoAlarm();
    }
  }
}
