package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Secret;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelException;
import dev.runnel.standin.Await;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that are asked for, refused and replaced. */
class CredentialsTest {

  private static final String ANSWER = "data: 潮\n\nevent: done\ndata\n\n";
  private static final Script REFUSAL = Script.json(401, "no, not with key-1 or key-2");

  @Test
  void triesOnceMoreWithAnotherKeyWhereThereIsOne() throws IOException {
    Keys keys = new Keys();
    try (HttpFixture fixture = HttpFixture.with(REFUSAL, Script.eventStream().send(ANSWER))) {
      fixture.exchange(request(fixture, keys));
      fixture.listener.awaitFinished();

      assertThat(fixture.standIn.requests())
          .extracting(CredentialsTest::authorization)
          .containsExactly("Bearer key-1", "Bearer key-2");
      assertThat(keys.refused).containsExactly(new Secret("key-1"));
    }
  }

  @Test
  void givesUpWhenTheOtherKeyIsRefusedToo() throws IOException {
    Keys keys = new Keys();
    try (HttpFixture fixture = HttpFixture.with(REFUSAL)) {
      fixture.exchange(request(fixture, keys));
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      assertThat(fixture.standIn.requests()).hasSize(2);
      // The key of the attempt that failed; the first one is of no worth any more.
      assertThat(Leaks.everythingOf(failure)).doesNotContain("key-2");
    }
  }

  @Test
  void givesUpAtOnceWhereThereIsNoOtherKey() throws IOException {
    Keys keys = new Keys();
    keys.others = false;
    try (HttpFixture fixture = HttpFixture.with(REFUSAL)) {
      fixture.exchange(request(fixture, keys));

      assertThat(fixture.listener.awaitFailure().code()).isEqualTo(ErrorCode.UPSTREAM_AUTH);
      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  @Test
  void asksForTheKeyOfEachAttempt() throws IOException {
    try (HttpFixture fixture =
        HttpFixture.with(Script.json(503, "{}"), REFUSAL, Script.eventStream().send(ANSWER))) {
      fixture.exchange(request(fixture, new Keys()));
      fixture.awaitRetry();
      fixture.listener.awaitFinished();

      assertThat(fixture.standIn.requests())
          .extracting(CredentialsTest::authorization)
          .containsExactly("Bearer key-1", "Bearer key-2", "Bearer key-3");
    }
  }

  @Test
  void tellsWhyThereIsNoKeyAndSendsNothing() throws IOException {
    ModelException none =
        ModelException.of(ErrorCode.UPSTREAM_UNAVAILABLE, "There is no key").build();
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      fixture.exchange(request(fixture, answer -> answer.onFailure(none)));

      assertThat(fixture.listener.awaitFailure()).isSameAs(none);
      assertThat(fixture.time.pending()).isEmpty();
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  @Test
  void waitsForAKeyNoLongerThanForTheWholeAnswer() throws IOException {
    Keys keys = new Keys();
    keys.late = true;
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      fixture.exchange(request(fixture, keys));
      fixture.awaitAlarm(HttpFixture.TOTAL);
      fixture.time.advance(HttpFixture.TOTAL);
      ModelException failure = fixture.listener.awaitFailure();

      assertThat(failure.phase()).isEqualTo(ModelException.Phase.TOTAL);
      keys.giveWaiting();
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  @Test
  void sendsNothingForAnAnswerThatWasCancelledBeforeItsKeyCame() throws IOException {
    Keys keys = new Keys();
    keys.late = true;
    try (HttpFixture fixture = HttpFixture.with(Script.never())) {
      ModelCall call = fixture.exchange(request(fixture, keys));
      call.cancel();
      keys.giveWaiting();

      assertThat(fixture.time.pending()).isEmpty();
      assertThat(fixture.listener.ended()).isFalse();
      assertThat(fixture.standIn.connections()).isZero();
    }
  }

  @Test
  void stopsAnAnswerWithTheKeyOfThatMoment() throws IOException {
    try (HttpFixture fixture = HttpFixture.with(CredentialsTest::stoppable)) {
      ModelCall call = fixture.exchange(request(fixture, new Keys()));
      fixture.awaitText("潮");
      call.cancel();
      fixture.awaitRequests(2);

      assertThat(fixture.standIn.requests())
          .extracting(CredentialsTest::authorization)
          .containsExactly("Bearer key-1", "Bearer key-2");
    }
  }

  @Test
  void stopsNothingAnyMoreWhenTheKeyForItComesTooLate() throws IOException {
    Keys keys = new Keys();
    try (HttpFixture fixture = HttpFixture.with(CredentialsTest::stoppable)) {
      ModelCall call = fixture.exchange(request(fixture, keys));
      fixture.awaitText("潮");
      keys.late = true;
      call.cancel();
      fixture.awaitClosedByPeer(1);
      Await.until("the stop call has asked for its key", () -> keys.waiting.size() == 1);
      fixture.time.advance(ProviderHttp.STOP_LIMIT.plus(Duration.ofNanos(1)));
      keys.giveWaiting();
      // Waits for the stop call that is under way, if there is one.
      fixture.http.close();

      assertThat(fixture.standIn.requests()).hasSize(1);
    }
  }

  private static Script stoppable(RecordedRequest request) {
    return request.target().equals("/stop")
        ? Script.json(200, "{}")
        : Script.eventStream().send("event: id\ndata: 7\n\ndata: 潮\n\n").stall();
  }

  private static String authorization(RecordedRequest request) {
    return String.valueOf(request.header("authorization"));
  }

  private static ProviderRequest request(HttpFixture fixture, Credentials credentials) {
    URI uri = fixture.standIn.uri("/answers");
    return new ProviderRequest(
        "tide", uri, credentials, "{}", null, (reply, out) -> new PlainReader(reply, out, uri));
  }

  /** A new key each time: key-1, key-2 and so on. */
  private static final class Keys implements Credentials {
    private final List<Secret> refused = new ArrayList<>();
    private final Deque<Answer> waiting = new ArrayDeque<>();
    private boolean others = true;
    private boolean late;
    private int given;

    @Override
    public synchronized void ask(Answer answer) {
      if (late) {
        waiting.add(answer);
      } else {
        answer.onKey(new Secret("key-" + ++given));
      }
    }

    @Override
    public synchronized boolean refused(Secret key) {
      refused.add(key);
      return others;
    }

    private synchronized void giveWaiting() {
      waiting.remove().onKey(new Secret("key-" + ++given));
    }
  }
}
