package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.RefusedException.Reason;
import dev.runnel.config.CompletionSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogDroppedException;
import dev.runnel.log.LogEntry;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Message;
import dev.runnel.standin.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Limits, grace, retention and idempotency. */
class CompletionsTest {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final CompletionSettings SETTINGS =
      new CompletionSettings(3, 2, GRACE, RETENTION, 256L << 20);
  private static final Requester ALICE = new Requester("anonymous", "192.0.2.1");
  private static final Requester BOB = new Requester("anonymous", "192.0.2.2");
  private static final Requester LOCAL = new Requester("local", null);

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions(SETTINGS);

  @Test
  void limitsTheLiveCompletionsOfOneUserAndLeavesOthersAlone() {
    Completion first = start(ALICE);
    start(ALICE);
    assertRefused(ALICE, Reason.USER_LIMIT, "You have 2 answers");
    start(BOB);
    first.stop();
    assertThat(start(ALICE).log().ended()).isNull();
    assertThat(model.requests).hasSize(4);
  }

  @Test
  void limitsTheLiveCompletionsInAll() {
    start(LOCAL);
    start(LOCAL);
    Completion third = start(LOCAL);
    assertRefused(LOCAL, Reason.OVERLOADED, "writes 3 answers");
    assertRefused(ALICE, Reason.OVERLOADED, "writes 3 answers");
    assertThat(model.requests).as("nobody was asked for those refused").hasSize(3);
    third.stop();
    start(ALICE);
    assertThat(completions.live()).isEqualTo(3);
  }

  @Test
  void givesThePlaceOfOneThatCannotBeStartedBack() {
    Start unknown =
        new Start(
            new CompletionRequest(
                "nobody",
                List.of(Message.user("hi")),
                null,
                CompletionRequest.OutputFormat.TEXT,
                null,
                "me"),
            "chat",
            new ChatProjection("nobody"),
            null,
            CompletionListener.NONE);
    assertThatThrownBy(() -> completions.start(ALICE, unknown))
        .isInstanceOf(UnusableModelException.class);
    assertThat(completions.live()).isZero();
    start(ALICE);
    start(ALICE);
  }

  @Test
  void doesNotAskWhatIsToBeStartedWhenThereIsNoRoom() {
    start(LOCAL);
    start(LOCAL);
    start(LOCAL);
    assertThatThrownBy(
            () ->
                completions.start(
                    LOCAL,
                    () -> {
                      throw new AssertionError("a conversation would be opened for nothing");
                    }))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void startsNoneWhenTheServerStops() {
    completions.shutDown();
    assertRefused(LOCAL, Reason.STOPPING, "being stopped");
  }

  @Test
  void asksNoModelForOneThatIsBeingStartedWhenTheServerStops() {
    List<Completions> stopping = new ArrayList<>();
    stopping.add(
        CompletionAccess.completions(
            model,
            SETTINGS,
            new Threads(Runnable::run, model.time, model.time::nanoTime),
            () -> {
              stopping.get(0).shutDown();
              return StreamIds.next();
            }));
    Completion late = stopping.get(0).start(LOCAL, ScriptedModel.chat(CompletionListener.NONE));
    assertThat(late.log().ended())
        .isInstanceOfSatisfying(
            LogEntry.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PRODUCER_LOST));
    assertThat(model.requests).isEmpty();
    assertThat(stopping.get(0).live()).isZero();
  }

  @Test
  void goesOnForTheGraceWhenTheLastClientLeaves() {
    Completion completion = start(LOCAL);
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    completion.detach(client);
    model.time.advance(GRACE.minusNanos(1));
    assertThat(completion.log().ended()).isNull();
    model.time.advance(Duration.ofNanos(1));
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void aCompletionWithAGraceOfItsOwnIsStoppedByThat() {
    Start asSet = chat();
    Start atOnce =
        new Start(
            asSet.request(),
            asSet.dialect(),
            asSet.projection(),
            null,
            asSet.listener(),
            Duration.ZERO);
    Completion completion = completions.start(LOCAL, atOnce);
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    completion.detach(client);
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void aClientThatComesWithinTheGraceSavesTheAnswer() {
    Completion completion = start(LOCAL);
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    completion.detach(client);
    model.time.advance(GRACE.minusNanos(1));
    completion.attach(client);
    model.time.advance(GRACE.multipliedBy(3));
    assertThat(completion.log().ended()).isNull();
    completion.detach(client);
    model.time.advance(GRACE);
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void leavesNoTimerOfAGraceBehindAfterTheEnd() {
    Completion completion = start(LOCAL);
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    completion.detach(client);
    model.finishes();
    assertThat(model.time.pending()).containsExactly(RETENTION);
    assertThat(model.cancelled).isZero();
  }

  @Test
  void findsACompletionUntilItsRetentionIsOverAndRemembersThatItWas() {
    Completion completion = start(LOCAL);
    String id = completion.log().id();
    model.finishes();
    model.time.advance(RETENTION.minusNanos(1));
    assertThat(completions.find(id)).contains(completion);
    assertThat(completions.expired(id)).isFalse();

    model.time.advance(Duration.ofNanos(1));
    assertThat(completions.find(id)).isEmpty();
    assertThat(completions.expired(id)).isTrue();
    assertThatThrownBy(() -> completion.log().cursor(0).next())
        .isInstanceOf(LogDroppedException.class);
    assertThat(model.time.pending()).isEmpty();

    model.time.advance(ExpiredIds.MEMORY.plusNanos(1));
    assertThat(completions.expired(id)).isFalse();
    assertThat(completions.expired("AAAAAAAAAAAAAAAAAAAAAA")).isFalse();
  }

  @Test
  void letsWhoReadsWhenTheRetentionEndsReadOn() {
    Completion completion = start(LOCAL);
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    model.finishes();
    model.time.advance(RETENTION);
    assertThat(completions.find(completion.log().id())).isEmpty();
    assertThat(completion.log().cursor(0).next()).isNotNull();
    completion.detach(client);
    model.time.advance(Retention.RECHECK);
    assertThatThrownBy(() -> completion.log().cursor(0).next())
        .isInstanceOf(LogDroppedException.class);
    assertThat(model.time.pending()).isEmpty();
  }

  @Test
  void letsNobodyReadWhatIsKeptNoMoreAlsoWhoFoundItBefore() {
    Completion read = start(LOCAL);
    Cursor client = read.log().cursor(0);
    Cursor another = read.log().cursor(0);
    assertThat(read.attach(client)).isTrue();
    read.stop();
    Completion unread = start(LOCAL);
    unread.stop();
    model.time.advance(RETENTION);
    assertThat(unread.attach(unread.log().cursor(0))).isFalse();
    assertThat(read.attach(another)).as("its log stays for another").isTrue();
    assertThat(read.log().cursor(0).next()).isNotNull();
    read.detach(client);
    read.detach(another);
    model.time.advance(Retention.RECHECK);
    assertThat(read.attach(client)).isFalse();
  }

  @Test
  void letsNobodyReadWhatWentToMakeRoomAlsoIfSomebodyDid() {
    Completions small =
        model.completions(new CompletionSettings(100, 8, GRACE, RETENTION, 200_000));
    Completion first = small.start(LOCAL, chat());
    assertThat(first.attach(first.log().cursor(0))).isTrue();
    model.says("x".repeat(20_000));
    model.finishes();
    small.start(LOCAL, chat());
    while (!small.expired(first.log().id())) {
      model.says("y".repeat(1000));
    }
    assertThat(first.attach(first.log().cursor(0))).isFalse();
  }

  @Test
  void looksSeldomAtWhatIsReadPastItsRetention() {
    Completions forgetful =
        model.completions(new CompletionSettings(3, 2, GRACE, Duration.ZERO, 256L << 20));
    Completion completion = forgetful.start(LOCAL, chat());
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    model.finishes();
    model.time.advance(Duration.ZERO);
    assertThat(forgetful.find(completion.log().id())).isEmpty();
    assertThat(model.time.pending()).containsExactly(Retention.RECHECK);
    completion.detach(client);
    model.time.advance(Retention.RECHECK);
    assertThat(model.time.pending()).isEmpty();
  }

  @Test
  void dropsEachAtItsOwnTime() {
    Completion first = start(LOCAL);
    first.stop();
    model.time.advance(Duration.ofMinutes(4));
    Completion second = start(LOCAL);
    second.stop();
    model.time.advance(Duration.ofMinutes(6));
    assertThat(completions.find(first.log().id())).isEmpty();
    assertThat(completions.find(second.log().id())).contains(second);
    model.time.advance(Duration.ofMinutes(4));
    assertThat(completions.find(second.log().id())).isEmpty();
  }

  @Test
  void makesRoomByForgettingWhatEndedThenEndsWhatGrows() {
    Completions small =
        model.completions(new CompletionSettings(100, 8, GRACE, RETENTION, 200_000));
    String big = "x".repeat(20_000);
    Completion first = small.start(LOCAL, chat());
    model.says(big);
    model.finishes();
    Completion growing = small.start(LOCAL, chat());
    while (growing.log().ended() == null) {
      model.says("y".repeat(1000));
    }
    assertThat(small.expired(first.log().id())).isTrue();
    assertThat(growing.log().ended())
        .isInstanceOfSatisfying(
            LogEntry.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.OVERLOADED));
    assertThat(model.cancelled).as("the provider is not read on").isEqualTo(1);
  }

  @Test
  void refusesNewOnesWhenLiveOnesHoldAllTheMemory() {
    Completions tiny = model.completions(new CompletionSettings(100, 8, GRACE, RETENTION, 10_000));
    List<Completion> live = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (true) {
                live.add(tiny.start(LOCAL, chat()));
              }
            })
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED));
    assertThat(tiny.live()).isEqualTo(live.size()).isPositive();
    assertThat(model.requests).hasSameSizeAs(live);
  }

  @Test
  void joinsTheCompletionThatTheSameKeyAndBodyStarted() {
    Completion first = completions.startOrJoin(key("k", "body"), this::chat);
    assertThat(completions.startOrJoin(key("k", "body"), this::chat)).isSameAs(first);
    model.finishes();
    assertThat(completions.startOrJoin(key("k", "body"), this::chat)).isSameAs(first);
    assertThat(model.requests).hasSize(1);

    assertThat(completions.startOrJoin(key("other", "body"), this::chat)).isNotSameAs(first);
    IdempotencyKey bobs = new IdempotencyKey(BOB, "/api/chat", "k", "body");
    assertThat(completions.startOrJoin(bobs, this::chat)).isNotSameAs(first);
    IdempotencyKey elsewhere = new IdempotencyKey(ALICE, "/api/generate", "k", "body");
    assertThat(completions.startOrJoin(elsewhere, this::chat)).isNotSameAs(first);
  }

  @Test
  void refusesAKeyThatCameWithAnotherBody() {
    completions.startOrJoin(key("k", "body"), this::chat);
    assertThatThrownBy(() -> completions.startOrJoin(key("k", "another"), this::chat))
        .isInstanceOf(KeyReusedException.class);
    assertThat(model.requests).hasSize(1);
  }

  @Test
  void forgetsAKeyWithItsCompletion() {
    Completion first = completions.startOrJoin(key("k", "body"), this::chat);
    first.stop();
    model.time.advance(RETENTION);
    Completion second = completions.startOrJoin(key("k", "another"), this::chat);
    assertThat(second).isNotSameAs(first);
  }

  @Test
  void leavesAKeyFreeWhenItsStartWasRefused() {
    Completion first = start(ALICE);
    start(ALICE);
    assertThatThrownBy(() -> completions.startOrJoin(key("k", "body"), this::chat))
        .isInstanceOf(RefusedException.class);
    first.stop();
    assertThat(completions.startOrJoin(key("k", "another"), this::chat).log().ended()).isNull();
  }

  @Test
  void startsOneCompletionForManyRequestsAtTheSameTime() throws Exception {
    int racers = 8;
    ExecutorService pool = Executors.newFixedThreadPool(racers);
    try {
      for (int round = 0; round < 50; round++) {
        Completions fresh = model.completions(SETTINGS);
        AtomicInteger starts = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Callable<Completion> racer =
            () -> {
              go.await();
              return fresh.startOrJoin(
                  key("k", "body"),
                  () -> {
                    starts.incrementAndGet();
                    return chat();
                  });
            };
        List<Future<Completion>> joined = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
          joined.add(pool.submit(racer));
        }
        go.countDown();
        for (Future<Completion> each : joined) {
          assertThat(each.get()).isSameAs(joined.get(0).get());
        }
        assertThat(starts).hasValue(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void onlyTheFirstOfManyRacingStopsCancelsTheProvider() throws Exception {
    Completion completion = start(LOCAL);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<LogEntry.Ended>> stops = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        stops.add(pool.submit(completion::stop));
      }
      for (Future<LogEntry.Ended> stop : stops) {
        assertThat(stop.get()).isInstanceOf(LogEntry.Cancelled.class);
      }
    } finally {
      pool.shutdown();
    }
    Await.until("all stops are over", pool::isTerminated);
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void saysHowAStreamHadEndedWhenItIsStoppedLater() {
    Completion completion = start(LOCAL);
    model.finishes();
    assertThat(completion.stop()).isInstanceOf(LogEntry.Complete.class);
    assertThat(completion.stop()).isSameAs(completion.stop());
    assertThat(model.cancelled).isZero();
  }

  private Completion start(Requester requester) {
    return completions.start(requester, chat());
  }

  private Start chat() {
    return ScriptedModel.chat(CompletionListener.NONE);
  }

  private static IdempotencyKey key(String name, String body) {
    return new IdempotencyKey(ALICE, "/api/chat", name, body);
  }

  private void assertRefused(Requester requester, Reason reason, String detail) {
    assertThatThrownBy(() -> start(requester))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.retryAfter()).isPositive();
            })
        .hasMessageContaining(detail);
  }
}
