package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.log.LogAccess;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.standin.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How completions end when the server is stopped. */
class DrainTest {

  /** Longer than any test runs: what ends within it was not ended by it. */
  private static final Duration LONG = Duration.ofHours(1);

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();

  @Test
  void isOverAtOnceWhenNoneIsLive() {
    start().stop();
    assertThat(completions.draining()).isFalse();
    completions.drain(LONG);
    assertThat(completions.draining()).isTrue();
  }

  @Test
  void letsThoseUnderWayFinishAndStartsNoMore() throws InterruptedException {
    Completion completion = start();
    Thread drain = drainAside();
    Await.until("the drain begins", completions::draining);
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.STOPPING));
    assertThat(model.requests).as("no model is asked for what is refused").hasSize(1);
    model.says("as if nothing were");
    model.finishes();
    drain.join();

    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Complete.class);
    assertThat(LogAccess.answer(completion.log())).isEqualTo("as if nothing were");
    assertThat(model.cancelled).isZero();
  }

  @Test
  void waitsForTheLastOne() throws InterruptedException {
    Completion first = start();
    Completion second = start();
    Thread drain = drainAside();
    Await.until("the drain begins", completions::draining);
    first.stop();
    Await.until("the drain waits", () -> drain.getState() == Thread.State.TIMED_WAITING);
    assertThat(second.log().ended()).isNull();
    second.stop();
    drain.join();
    assertThat(second.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
  }

  @Test
  void endsWhatIsLiveAtTheLimitWithAnErrorThatCanBeRetried() {
    List<Completion> live = List.of(start(), start());
    completions.drain(Duration.ZERO);
    assertLost(live);
    assertThat(model.cancelled).as("nobody pays for what nobody reads").isEqualTo(2);
    assertThat(completions.live()).isZero();
  }

  @Test
  void takesAnInterruptForTheLimit() {
    List<Completion> live = List.of(start());
    Thread.currentThread().interrupt();
    completions.drain(LONG);
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
    assertLost(live);
  }

  @Test
  void endsWhatIsLiveWhereNobodyDrains() {
    List<Completion> live = List.of(start());
    completions.shutDown();
    assertLost(live);
  }

  private static void assertLost(List<Completion> completions) {
    assertThat(completions)
        .allSatisfy(
            completion ->
                assertThat(completion.log().ended())
                    .isInstanceOfSatisfying(
                        LogEntry.Failed.class,
                        failed -> {
                          assertThat(failed.code()).isEqualTo(ErrorCode.PRODUCER_LOST);
                          assertThat(failed.retryable()).isTrue();
                        }));
  }

  private Thread drainAside() {
    Thread drain = new Thread(() -> completions.drain(LONG), "drain");
    drain.setDaemon(true);
    drain.start();
    return drain;
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }
}
