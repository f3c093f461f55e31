package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.log.Cursor;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final Requester ALICE = new Requester("anonymous", "192.0.2.1");
  private static final Requester BOB = new Requester("anonymous", "192.0.2.2");
  private static final Usage USAGE = new Usage(5L, 2L, null, 7L, false);

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();

  @Test
  void saysWhatBegan() {
    model.time.advance(Duration.ofSeconds(3));
    Completion completion = start(ScriptedModel.REQUESTER);
    assertThat(completion.progress())
        .isEqualTo(
            new Progress(
                completion.log().id(),
                ScriptedModel.ID,
                "chat",
                null,
                Instant.EPOCH.plusSeconds(3),
                Duration.ZERO,
                null,
                0,
                0,
                null,
                null,
                null,
                0,
                0));
  }

  @Test
  void agesUntilItsEnd() {
    Completion completion = start(ALICE);
    model.time.advance(Duration.ofSeconds(2));
    assertThat(completion.progress().age()).isEqualTo(Duration.ofSeconds(2));
    model.finishes();
    model.time.advance(Duration.ofSeconds(2));
    assertThat(completion.progress().age()).isEqualTo(Duration.ofSeconds(2));
    assertThat(completion.progress().ended()).isInstanceOf(LogEntry.Complete.class);
  }

  @Test
  void countsCharactersOfTextAndReasoningFromTheFirstToken() {
    Completion completion = start(ALICE);
    model.time.advance(Duration.ofMillis(400));
    model.tell(new ModelEvent.Reasoning("因为"));
    model.time.advance(Duration.ofMillis(400));
    model.says("潮", "😀");
    model.tell(new ModelEvent.FollowUp("and then?"));
    assertThat(completion.progress().timeToFirstToken()).isEqualTo(Duration.ofMillis(400));
    assertThat(completion.progress().characters()).isEqualTo(5);
  }

  @Test
  void knowsTheRetriesAndTheNameOfTheLastReply() {
    Completion completion = start(ALICE);
    model.tell(new ModelEvent.Answered("log-1"));
    model.tell(new ModelEvent.Retried(1));
    model.tell(new ModelEvent.Answered("log-2"));
    assertThat(completion.progress().retries()).isEqualTo(1);
    assertThat(completion.progress().logId()).isEqualTo("log-2");
    model.fails(ModelException.of(ErrorCode.UPSTREAM_ERROR, "broken").logId("log-3").build());
    assertThat(completion.progress().logId()).isEqualTo("log-3");
  }

  @Test
  void knowsTheTokensOfTheEndElseThoseToldBefore() {
    Completion whole = start(ALICE);
    model.tell(new ModelEvent.Finished("stop", USAGE, null, null));
    assertThat(whole.progress().usage()).isEqualTo(USAGE);

    Completion stopped = start(ALICE);
    model.tell(new ModelEvent.UsageReported(USAGE));
    stopped.stop();
    assertThat(stopped.progress().usage()).isEqualTo(USAGE);
  }

  @Test
  void namesAUserByTheSameWordThatIsNotTheAddress() {
    String alice = start(ALICE).progress().user();
    assertThat(alice).matches("[0-9a-f]{12}").isEqualTo(start(ALICE).progress().user());
    assertThat(start(BOB).progress().user()).isNotEqualTo(alice);
    Completion afterARestart =
        new ScriptedModel().completions().start(ALICE, ScriptedModel.chat(CompletionListener.NONE));
    assertThat(afterARestart.progress().user()).as("the key is new").isNotEqualTo(alice);
  }

  @Test
  void countsClientsAndHowFarTheLastOneIsBehind() {
    Completion completion = start(ALICE);
    Cursor reads = completion.log().cursor(0);
    Cursor readsNothing = completion.log().cursor(1);
    completion.attach(reads);
    completion.attach(readsNothing);
    model.says("a");
    model.tell(new ModelEvent.FollowUp("b?"));
    while (reads.next() != null) {}
    assertThat(completion.progress().clients()).isEqualTo(2);
    assertThat(completion.progress().lag()).isEqualTo(2);
    completion.detach(readsNothing);
    assertThat(completion.progress().clients()).isEqualTo(1);
    assertThat(completion.progress().lag()).isZero();
  }

  @Test
  void listsThoseThatLive() {
    Completion first = start(ALICE);
    Completion second = start(BOB);
    assertThat(completions.liveCompletions()).containsExactlyInAnyOrder(first, second);
    first.stop();
    assertThat(completions.liveCompletions()).containsExactly(second);
    assertThat(completions.find(first.log().id())).contains(first);
  }

  private Completion start(Requester requester) {
    return completions.start(requester, ScriptedModel.chat(CompletionListener.NONE));
  }
}
