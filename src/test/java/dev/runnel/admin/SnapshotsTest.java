package dev.runnel.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.Progress;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.RefusedException.Reason;
import dev.runnel.completion.Requester;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.CompletionSettings;
import dev.runnel.config.EffectiveConfiguration;
import dev.runnel.config.EffectiveSetting;
import dev.runnel.config.EffectiveSetting.Origin;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What administrators see of completions, each test by what its completions did. */
class SnapshotsTest {

  private static final EffectiveSetting ARK_KEY =
      new EffectiveSetting("ARK_API_KEY", true, null, new Origin("a file", 100));

  /** More than are shown. */
  private static final CompletionSettings MANY =
      new CompletionSettings(
          Snapshots.MAX_STREAMS + 2, 1, Duration.ZERO, Duration.ofMinutes(10), 256L << 20);

  private final ScriptedModel model = new ScriptedModel();
  private final CompletionRecords records = new CompletionRecords(model.threads());
  private final FirstTokens firstTokens = new FirstTokens();
  private final Completions completions = model.completions(MANY, records, firstTokens);
  private final Snapshots snapshots =
      new Snapshots(
          completions,
          model.catalog(),
          new EffectiveConfiguration(List.of(ARK_KEY)),
          records,
          firstTokens);

  @Test
  void showsNothingWhereNothingHappened() {
    assertThat(snapshots.now())
        .isEqualTo(
            new Snapshot(
                0,
                List.of(),
                false,
                List.of(
                    new ProviderState(model.models().get(1), ARK_KEY, null, null),
                    new ProviderState(model.models().get(0), null, null, null)),
                List.of(),
                Map.of(),
                List.of()));
  }

  @Test
  void showsLiveStreamsTheOldestFirstAndNoMoreThanItsLimit() {
    for (int i = 0; i < Snapshots.MAX_STREAMS + 2; i++) {
      start();
      model.time.advance(Duration.ofSeconds(1));
    }
    Snapshot snapshot = snapshots.now();
    assertThat(snapshot.liveStreams()).isEqualTo(Snapshots.MAX_STREAMS + 2);
    assertThat(snapshot.streams()).hasSize(Snapshots.MAX_STREAMS);
    assertThat(snapshot.streams())
        .extracting(Progress::age)
        .isSortedAccordingTo((a, b) -> b.compareTo(a))
        .startsWith(Duration.ofSeconds(Snapshots.MAX_STREAMS + 2))
        .endsWith(Duration.ofSeconds(3));
  }

  @Test
  void aStreamThatIsStoppedIsGoneAtTheNextLook() {
    Completion completion = start();
    assertThat(snapshots.now().streams())
        .extracting(Progress::streamId)
        .containsExactly(completion.log().id());
    completion.stop();
    assertThat(snapshots.now().streams()).isEmpty();
    assertThat(snapshots.now().liveStreams()).isZero();
    assertThat(figures().cancelled()).isEqualTo(1);
    assertThat(provider().lastSuccess()).isNull();
    assertThat(provider().lastError()).isNull();
  }

  @Test
  void countsTokensAndTheTimeToTheFirstOne() {
    for (int seconds = 1; seconds <= 20; seconds++) {
      start();
      model.time.advance(Duration.ofSeconds(seconds));
      model.says("hello", " you");
      model.tell(
          new ModelEvent.Finished("stop", new Usage(100L, 7L, null, 107L, false), "m", "scripted"));
    }
    ModelFigures figures = figures();
    assertThat(figures.completed()).isEqualTo(20);
    assertThat(figures.inputTokens()).isEqualTo(2_000);
    assertThat(figures.outputTokens()).isEqualTo(140);
    assertThat(figures.estimated()).isFalse();
    assertThat(figures.firstTokens()).isEqualTo(20);
    assertThat(figures.medianToFirstToken())
        .isBetween(Duration.ofMillis(9_690), Duration.ofMillis(10_310));
    assertThat(figures.p95ToFirstToken())
        .isBetween(Duration.ofMillis(18_410), Duration.ofMillis(19_590));
    assertThat(provider().lastSuccess()).isEqualTo(now());
  }

  @Test
  void countsTheTokensOfAnAnswerThatWasStopped() {
    Completion completion = start();
    model.says("so far");
    model.tell(new ModelEvent.UsageReported(new Usage(5L, 2L, null, 7L, false)));
    completion.stop();
    assertThat(figures().inputTokens()).isEqualTo(5);
    assertThat(figures().outputTokens()).isEqualTo(2);
    assertThat(figures().firstTokens()).isEqualTo(1);
  }

  @Test
  void saysWhereTokensAreAGuess() {
    start();
    model.tell(
        new ModelEvent.Finished("stop", new Usage(1L, null, null, null, true), "m", "scripted"));
    assertThat(figures().estimated()).isTrue();
    assertThat(figures().inputTokens()).isEqualTo(1);
    assertThat(figures().outputTokens()).isZero();
    assertThat(figures().medianToFirstToken()).isNull();
  }

  @Test
  void keepsAProvidersErrorWithWhatItsSupportAsksFor() {
    Completion completion = start();
    model.time.advance(Duration.ofSeconds(3));
    model.fails(
        ModelException.of(ErrorCode.UPSTREAM_RATE_LIMITED, "Too many requests.")
            .providerCode("4013")
            .logId("log-1")
            .build());
    ErrorReport error =
        new ErrorReport(
            now(),
            ScriptedModel.ID,
            ErrorCode.UPSTREAM_RATE_LIMITED,
            "Too many requests.",
            "4013",
            "log-1",
            completion.log().id());
    assertThat(snapshots.now().errors()).containsExactly(error);
    assertThat(provider().lastError()).isEqualTo(error);
    assertThat(figures().failed()).isEqualTo(1);
  }

  @Test
  void blamesAProviderForNothingThatIsNotItsFault() {
    start();
    completions.drain(Duration.ZERO);
    Snapshot snapshot = snapshots.now();
    assertThat(snapshot.stopping()).isTrue();
    assertThat(snapshot.errors())
        .extracting(ErrorReport::code)
        .containsExactly(ErrorCode.PRODUCER_LOST);
    assertThat(provider().lastError()).isNull();
  }

  @Test
  void keepsTheLastErrorsTheLatestFirst() {
    for (int i = 0; i < ErrorJournal.MAX_ERRORS + 5; i++) {
      start();
      model.fails(ModelException.of(ErrorCode.UPSTREAM_ERROR, "error " + i).build());
    }
    assertThat(snapshots.now().errors())
        .extracting(ErrorReport::message)
        .hasSize(ErrorJournal.MAX_ERRORS)
        .startsWith("error 104", "error 103")
        .endsWith("error 5");
    assertThat(figures().failed()).isEqualTo(ErrorJournal.MAX_ERRORS + 5);
  }

  @Test
  void cutsLongMessagesBetweenCharacters() {
    start();
    model.fails(
        ModelException.of(
                ErrorCode.UPSTREAM_ERROR, "x".repeat(ErrorReport.MAX_MESSAGE - 2) + "😀 and more")
            .build());
    start();
    model.fails(
        ModelException.of(ErrorCode.UPSTREAM_ERROR, "y".repeat(ErrorReport.MAX_MESSAGE)).build());
    assertThat(snapshots.now().errors())
        .extracting(ErrorReport::message)
        .containsExactly(
            "y".repeat(ErrorReport.MAX_MESSAGE), "x".repeat(ErrorReport.MAX_MESSAGE - 2) + "…");
  }

  @Test
  void countsWhatWasRefused() {
    Requester user = new Requester("somebody", "10.0.0.7");
    completions.start(user, ScriptedModel.chat(CompletionListener.NONE));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> completions.start(user, ScriptedModel.chat(CompletionListener.NONE)))
          .isInstanceOf(RefusedException.class);
    }
    assertThat(snapshots.now().refused()).isEqualTo(Map.of(Reason.USER_LIMIT, 2L));
    assertThat(snapshots.now().streams())
        .extracting(Progress::user)
        .doesNotContainNull()
        .doesNotContain("10.0.0.7");
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }

  private Instant now() {
    return model.threads().clock().instant();
  }

  private ModelFigures figures() {
    assertThat(snapshots.now().models()).hasSize(1);
    return snapshots.now().models().get(0);
  }

  private ProviderState provider() {
    return snapshots.now().providers().stream()
        .filter(state -> state.model().id().equals(ScriptedModel.ID))
        .findFirst()
        .orElseThrow();
  }
}
