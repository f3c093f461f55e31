package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Threads;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.standin.Gate;
import dev.runnel.standin.RecordedRequest;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Giving up an answer, at each moment of it. */
class CancelTest {

  @Test
  void closesTheConnectionDuringTheTlsHandshake() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpFixture fixture = HttpFixture.with(Script.never())) {
      ModelCall call =
          fixture.exchange(URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/answers"));
      try (Socket connection = silent.accept()) {
        assertThat(connection.getInputStream().read()).isEqualTo(22);
        call.cancel();
        connection.getInputStream().readAllBytes();
      }
      assertQuiet(fixture);
    }
  }

  @Test
  void closesTheConnectionBeforeTheHeaders() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      ModelCall call = fixture.exchange();
      fixture.awaitRequests(1);
      call.cancel();

      fixture.awaitClosedByPeer(1);
      assertQuiet(fixture);
    }
  }

  @Test
  void closesTheConnectionBeforeTheFirstByte() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().stall())) {
      ModelCall call = fixture.exchange();
      fixture.awaitRequests(1);
      call.cancel();

      fixture.awaitClosedByPeer(1);
      assertQuiet(fixture);
    }
  }

  @Test
  void closesTheConnectionInMidstream() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream().send("data: 潮\n\n").stall())) {
      ModelCall call = fixture.exchange();
      fixture.awaitText("潮");
      call.cancel();

      fixture.awaitClosedByPeer(1);
      assertQuiet(fixture);
    }
  }

  @Test
  void startsNoFurtherAttemptDuringTheWaitForOne() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.json(503, "{}"))) {
      ModelCall call = fixture.exchange();
      fixture.awaitAlarm(Duration.ofMillis(500));
      call.cancel();

      assertQuiet(fixture);
      fixture.time.advance(HttpFixture.TOTAL);
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void sendsNothingWhenNoWorkerHasBegun() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      Queue<Runnable> work = new ArrayDeque<>();
      ProviderHttp slow =
          new ProviderHttp(
              HttpClient.newBuilder(),
              fixture.http.timeouts(),
              new Threads(work::add, fixture.time, fixture.time::nanoTime),
              () -> HttpFixture.WALL_CLOCK,
              () -> 0.5);
      slow.exchange(HttpFixture.request(fixture.standIn.uri("/answers"), null), fixture.listener)
          .cancel();
      work.remove().run();

      assertQuiet(fixture);
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  @Test
  void isHeardFromInsideTheListener() throws IOException {
    AtomicInteger heard = new AtomicInteger();
    AtomicReference<@Nullable ModelCall> call = new AtomicReference<>();
    Gate started = new Gate();
    try (HttpFixture fixture =
        HttpFixture.with(
            Script.eventStream().send("").await(started).send("data: a\n\ndata: b\n\n").stall())) {
      call.set(
          fixture.http.exchange(
              HttpFixture.request(fixture.standIn.uri("/answers"), null),
              new ModelListener() {
                @Override
                public void onEvent(ModelEvent event) {
                  heard.incrementAndGet();
                  ModelCall own = call.get();
                  if (own != null) {
                    own.cancel();
                  }
                }

                @Override
                public void onFailure(ModelException failure) {
                  heard.incrementAndGet();
                }
              }));
      started.open();
      fixture.awaitClosedByPeer(1);
      fixture.awaitNoAlarm();

      assertThat(heard).hasValue(1);
    }
  }

  @Test
  void isNothingAfterTheEndAndAtARepeat() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.eventStream().send("data: a\n\nevent: done\ndata\n\n"))) {
      ModelCall call = fixture.exchange();
      fixture.listener.awaitFinished();
      call.cancel();
      call.cancel();

      assertThat(fixture.listener.ends()).isEqualTo(1);
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void tellsTheProviderToStopWhereTheReaderKnowsHow() throws IOException {
    try (HttpFixture fixture = withStop(Script.json(200, "{}"))) {
      ModelCall call = fixture.exchange();
      fixture.awaitText("a");
      call.cancel();
      fixture.awaitRequests(2);

      RecordedRequest stop = fixture.standIn.requests().get(1);
      assertThat(stop.method()).isEqualTo("POST");
      assertThat(stop.target()).isEqualTo("/stop");
      assertThat(stop.body()).isEqualTo("{\"id\":\"7\"}");
      assertThat(stop.header("authorization")).isEqualTo("Bearer " + HttpFixture.KEY);
      assertQuiet(fixture);
    }
  }

  @Test
  void tellsTheProviderToStopWhenTimeRanOut() throws IOException {
    try (HttpFixture fixture = withStop(Script.json(200, "{}"))) {
      fixture.exchange();
      fixture.awaitText("a");
      fixture.awaitAlarm(HttpFixture.IDLE);
      fixture.time.advance(HttpFixture.IDLE);

      fixture.awaitRequests(2);
      assertThat(fixture.listener.awaitFailure().phase()).isEqualTo(ModelException.Phase.IDLE);
    }
  }

  @Test
  void givesTheStopCallFiveSeconds() throws IOException {
    try (HttpFixture fixture = withStop(Script.never())) {
      ModelCall call = fixture.exchange();
      fixture.awaitText("a");
      call.cancel();
      fixture.awaitRequests(2);
      fixture.awaitClosedByPeer(1);
      fixture.awaitAlarm(ProviderHttp.STOP_LIMIT);
      fixture.time.advance(ProviderHttp.STOP_LIMIT);

      fixture.awaitClosedByPeer(2);
    }
  }

  @Test
  void lastsUntilTheStopCallsUnderWayAreOver() throws IOException {
    try (HttpFixture fixture = withStop(Script.json(200, "{}"))) {
      ModelCall call = fixture.exchange();
      fixture.awaitText("a");
      call.cancel();
      fixture.http.close();
      assertThat(fixture.standIn.requests()).hasSize(2);
    }
  }

  @Test
  void doesNotWaitWithoutEndForAProviderThatDoesNotSayThatItStopped() throws IOException {
    try (HttpFixture fixture = withStop(Script.never())) {
      ModelCall call = fixture.exchange();
      fixture.awaitText("a");
      call.cancel();
      fixture.http.close();
      assertThat(fixture.standIn.closedByPeer(2)).isFalse();
    }
  }

  @Test
  void asksNobodyAfterItsEnd() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(Script.eventStream())) {
      fixture.http.close();
      fixture.exchange();
      assertThat(fixture.listener.awaitFailure()).isNotNull();
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  private static HttpFixture withStop(Script stop) throws IOException {
    return HttpFixture.with(
        request ->
            request.target().equals("/stop")
                ? stop
                : Script.eventStream().send("event: id\ndata: 7\n\ndata: a\n\n").stall());
  }

  private static void assertQuiet(HttpFixture fixture) {
    fixture.awaitNoAlarm();
    assertThat(fixture.listener.ends()).isZero();
  }
}
