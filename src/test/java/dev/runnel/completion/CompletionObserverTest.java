package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.RefusedException.Reason;
import dev.runnel.config.CompletionSettings;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogAccess;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What observers hear, in which order, and what they cannot disturb. */
class CompletionObserverTest {

  private static final CompletionSettings ONE_AT_A_TIME =
      new CompletionSettings(1, 1, Duration.ZERO, Duration.ofMinutes(10), 256L << 20);

  private final List<String> heard = new ArrayList<>();
  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions(ONE_AT_A_TIME, new Recorder());

  private final class Recorder implements CompletionObserver {

    @Override
    public void onStarted(Completion completion) {
      heard.add("started, asked " + model.requests.size());
    }

    @Override
    public void onFirstToken(Completion completion) {
      heard.add("first token, in the log " + completion.log().length());
    }

    @Override
    public void onEnded(Completion completion) {
      LogEntry.Ended ended = completion.progress().ended();
      heard.add(
          "ended "
              + (ended == null ? "not" : ended.getClass().getSimpleName())
              + ", to be read: "
              + (completion.log().ended() != null));
    }

    @Override
    public void onResumed(Completion completion) {
      heard.add("resumed, clients " + completion.progress().clients());
    }

    @Override
    public void onRefused(Reason reason) {
      heard.add("refused " + reason);
    }
  }

  @Test
  void hearsTheLifeOfACompletionInItsOrder() {
    start();
    model.tell(new ModelEvent.Reasoning("hm"));
    model.says("Hel", "lo");
    model.finishes();
    assertThat(heard)
        .containsExactly(
            "started, asked 0", "first token, in the log 1", "ended Complete, to be read: false");
  }

  @Test
  void hearsOfAFailureAndOfAStopOnce() {
    start();
    model.fails(ModelException.of(ErrorCode.UPSTREAM_ERROR, "broken").build());
    Completion second = start();
    second.stop();
    second.stop();
    assertThat(heard)
        .containsExactly(
            "started, asked 0",
            "ended Failed, to be read: false",
            "started, asked 1",
            "ended Cancelled, to be read: false");
  }

  @Test
  void hearsOfEachClientButTheFirst() {
    Completion completion = start();
    Cursor first = completion.log().cursor(0);
    Cursor second = completion.log().cursor(0);
    completion.attach(first);
    completion.attach(second);
    completion.detach(second);
    model.finishes();
    completion.detach(first);
    completion.attach(completion.log().cursor(0));
    assertThat(heard).filteredOn(news -> news.startsWith("resumed")).hasSize(2);
  }

  @Test
  void hearsOfAFirstClientThatBringsAPosition() {
    Completion completion = start();
    completion.attach(completion.log().cursor(1));
    assertThat(heard).endsWith("resumed, clients 1");
  }

  @Test
  void hearsWhyOneIsRefused() {
    start();
    assertThatThrownBy(this::start).isInstanceOf(RefusedException.class);
    completions.shutDown();
    assertThatThrownBy(this::start).isInstanceOf(RefusedException.class);
    assertThat(heard).contains("refused OVERLOADED", "refused STOPPING");
  }

  @Test
  void disturbsNobodyByWhatItThrows() {
    CompletionObserver broken =
        new CompletionObserver() {
          @Override
          public void onStarted(Completion completion) {
            throw new IllegalStateException("at the start");
          }

          @Override
          public void onFirstToken(Completion completion) {
            throw new StackOverflowError("at the first token");
          }

          @Override
          public void onEnded(Completion completion) {
            throw new IllegalStateException("at the end");
          }

          @Override
          public void onResumed(Completion completion) {
            throw new IllegalStateException("at a resume");
          }

          @Override
          public void onRefused(Reason reason) {
            throw new IllegalStateException("at a refusal");
          }
        };
    Completions disturbed = model.completions(ONE_AT_A_TIME, broken, new Recorder());
    Completion completion =
        disturbed.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
    completion.attach(completion.log().cursor(1));
    assertThatThrownBy(
            () ->
                disturbed.start(
                    ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE)))
        .isInstanceOf(RefusedException.class);
    model.says("Hello");
    model.finishes();

    assertThat(LogAccess.answer(completion.log())).isEqualTo("Hello");
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Complete.class);
    assertThat(disturbed.live()).isZero();
    assertThat(heard).as("the observer after it").hasSize(5);
  }

  @Test
  void mayItselfAskForTheCompletions() {
    List<Completions> made = new ArrayList<>();
    Iterable<CompletionObserver> late =
        () -> {
          assertThat(made).as("looked up when the completions are there").hasSize(1);
          return List.<CompletionObserver>of(new Recorder()).iterator();
        };
    made.add(
        CompletionAccess.completions(
            model, ScriptedModel.SETTINGS, model.threads(), late, StreamIds::next));
    made.get(0).start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
    assertThat(heard).containsExactly("started, asked 0");
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }
}
