package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Threads;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Each phase's limit, in time that stands still. First byte: see {@link RetryTest}. */
class TimeoutTest {

  @Test
  void closesAConnectionWhoseTlsHandshakeDoesNotEnd() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpFixture fixture = HttpFixture.with(Script.never())) {
      fixture.exchange(URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/answers"));
      for (int attempt = 1; attempt <= 3; attempt++) {
        try (Socket connection = silent.accept()) {
          // The client's hello: the handshake is under way.
          assertThat(connection.getInputStream().read()).isEqualTo(22);
          fixture.awaitAlarm(HttpFixture.CONNECT);
          fixture.time.advance(HttpFixture.CONNECT);
          connection.getInputStream().readAllBytes();
        }
        if (attempt < 3) {
          Duration delay = Duration.ofMillis(500L * attempt);
          fixture.awaitAlarm(delay);
          fixture.time.advance(delay);
        }
      }
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(failure).hasMessage("The model provider did not open a connection within 40 s");
    }
  }

  @Test
  void doesNotCountTheWaitForAWorkerAsTheProviders() throws IOException {
    Queue<Runnable> work = new ArrayDeque<>();
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("data: a\n\nevent: done\ndata\n\n"))) {
      busy(fixture, work)
          .exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null), fixture.listener);
      assertThat(fixture.time.pending()).containsExactly(HttpFixture.TOTAL);
      fixture.time.advance(HttpFixture.CONNECT.plus(HttpFixture.FIRST_BYTE));
      work.remove().run();
      fixture.listener.awaitFinished();

      assertThat(fixture.listener.text()).isEqualTo("a");
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void countsAConnectionFromWhenAWorkerAsksForIt() throws IOException {
    Queue<Runnable> work = new ArrayDeque<>();
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpFixture fixture = HttpFixture.with(Script.never())) {
      busy(fixture, work)
          .exchange(
              HttpFixture.request(
                  URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/answers"), null),
              fixture.listener);
      fixture.time.advance(Duration.ofSeconds(7));
      work.remove().run();

      assertThat(fixture.time.pending()).containsExactly(HttpFixture.CONNECT);
    }
  }

  @Test
  void boundsTheWaitForAWorkerByTheTotal() throws IOException {
    Queue<Runnable> work = new ArrayDeque<>();
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      busy(fixture, work)
          .exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null), fixture.listener);
      fixture.time.advance(HttpFixture.TOTAL);
      ModelException failure = fixture.listener.awaitFailure();
      work.remove().run();

      assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  /** The way to providers where a worker is free when the test takes its work. */
  private static ProviderHttp busy(HttpFixture fixture, Queue<Runnable> work) {
    return new ProviderHttp(
        HttpClient.newBuilder(),
        HttpFixture.TIMEOUTS,
        new Threads(work::add, fixture.time, fixture.time::nanoTime),
        () -> HttpFixture.WALL_CLOCK,
        () -> 0.5);
  }

  @Test
  void countsTheFirstByteFromTheConnectionOnAndNotTheHeadersAsOne() throws IOException {
    Gate late = new Gate();
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream().send("").await(late).send("data: a\n\nevent: done\ndata\n\n"))) {
      fixture.exchange();
      fixture.awaitAlarm(HttpFixture.FIRST_BYTE);
      fixture.time.advance(HttpFixture.FIRST_BYTE.minusMillis(1));
      late.open();
      fixture.listener.awaitFinished();
    }
  }

  @Test
  void endsAStreamThatFallsSilent() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().send("data: 潮\n\n").stall())) {
      fixture.exchange();
      fixture.awaitText("潮");
      fixture.awaitAlarm(HttpFixture.IDLE);
      fixture.time.advance(HttpFixture.IDLE);
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
      assertThat(failure.phase()).isEqualTo(Phase.IDLE);
      assertThat(failure).hasMessage("The model provider sent nothing more for 20 s");
      fixture.awaitClosedByPeer(1);
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void countsSilenceFromTheLastByteWithoutATimerForEach() throws IOException {
    Gate second = new Gate();
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream()
                .send("data: a\n\n")
                .await(second)
                .send(": keep-alive\n\ndata: b\n\n")
                .stall())) {
      fixture.exchange();
      fixture.awaitText("a");
      fixture.awaitAlarm(HttpFixture.IDLE);
      fixture.time.advance(Duration.ofSeconds(15));
      second.open();
      fixture.awaitText("ab");
      assertThat(fixture.time.pending()).containsExactly(Duration.ofSeconds(5));
      fixture.time.advance(Duration.ofSeconds(5));
      assertThat(fixture.time.pending()).containsExactly(Duration.ofSeconds(15));
      assertThat(fixture.listener.ended()).isFalse();
      fixture.time.advance(Duration.ofSeconds(15));

      assertThat(fixture.listener.awaitFailure().phase()).isEqualTo(Phase.IDLE);
    }
  }

  @Test
  void takesASilentStreamForWholeWhenTheReaderHasAllItNeeds() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("event: enough\ndata\n\ndata: a\n\n").stall())) {
      fixture.exchange();
      fixture.awaitText("a");
      fixture.awaitAlarm(HttpFixture.IDLE);
      fixture.time.advance(HttpFixture.IDLE);
      fixture.listener.awaitFinished();

      fixture.awaitClosedByPeer(1);
    }
  }

  @Test
  void endsAStreamThatNeverEndsAtTheTotal() throws IOException {
    int pieces = 45;
    Gate[] gates = new Gate[pieces];
    Script script = Script.eventStream();
    for (int i = 0; i < pieces; i++) {
      gates[i] = new Gate();
      script.send("data: a\n\n").await(gates[i]);
    }
    try (HttpFixture fixture = HttpFixture.with(script.stall())) {
      fixture.exchange();
      for (int i = 0; i < 40; i++) {
        fixture.awaitText("a".repeat(i + 1));
        fixture.time.advance(Duration.ofSeconds(15));
        gates[i].open();
      }
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
      assertThat(failure).hasMessage("The model provider did not finish within 600 s");
      for (Gate gate : gates) {
        gate.open();
      }
      fixture.awaitClosedByPeer(1);
    }
  }

  @Test
  void tellsTheStatusOfAnErrorWhoseTextDoesNotCome() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.status(403).send("you may").stall())) {
      fixture.exchange();
      fixture.awaitAlarm(HttpFixture.IDLE);
      fixture.time.advance(HttpFixture.IDLE);
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_FORBIDDEN);
      fixture.awaitClosedByPeer(1);
    }
  }

  @Test
  void closesAConnectionThatStaysSilentAfterTheAnswersEnd() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("data: a\n\nevent: done\ndata\n\n").stall())) {
      fixture.exchange();
      fixture.listener.awaitFinished();
      fixture.awaitAlarm(HttpFixture.IDLE);
      fixture.time.advance(HttpFixture.IDLE);

      fixture.awaitClosedByPeer(1);
      fixture.awaitNoAlarm();
    }
  }
}
