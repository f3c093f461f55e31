package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.config.DefaultModels;
import dev.runnel.config.Threads;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogAccess;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompletionTest {

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final List<Completion> ended = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private final CompletionListener listener =
      new CompletionListener() {
        @Override
        public void onConversationOpened(String providerConversation) {
          opened.add(providerConversation);
        }

        @Override
        public void onEnd(Completion completion) {
          ended.add(completion);
        }
      };

  @Test
  void logsTheStartBeforeTheModelIsAsked() {
    ModelClient eager =
        new ModelClient() {
          @Override
          public List<Model> models() {
            return model.models();
          }

          @Override
          public ModelCall start(CompletionRequest request, ModelListener hearer) {
            // A log takes nothing before its start: the answer would be lost, and the stream fail.
            hearer.onEvent(new ModelEvent.Text("at once"));
            return () -> {};
          }
        };
    Completion completion =
        new Completions(
                new ModelCatalog(
                    List.of(eager), new DefaultModels(ScriptedModel.ID, ScriptedModel.ID)),
                ScriptedModel.SETTINGS,
                new Threads(Runnable::run, model.time, model.time::nanoTime),
                List.of(),
                StreamIds::next)
            .start(ScriptedModel.REQUESTER, ScriptedModel.chat(listener));

    assertThat(completion.log().ended()).isNull();
    assertThat(LogAccess.answer(completion.log())).isEqualTo("at once");
  }

  @Test
  void asksNoModelWhenTheListenerStopsItAtItsStart() {
    List<Long> lengths = new ArrayList<>();
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER,
            ScriptedModel.chat(
                new CompletionListener() {
                  @Override
                  public void onStarted(Completion started) {
                    lengths.add(started.log().length());
                    started.stop();
                  }
                }));

    assertThat(lengths).containsExactly(1L);
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(model.requests).isEmpty();
    assertThat(completions.live()).isZero();
  }

  @Test
  void failsWhenItsListenerCannotTakeIt() {
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER,
            ScriptedModel.chat(
                new CompletionListener() {
                  @Override
                  public void onStarted(Completion started) {
                    throw new IllegalStateException("no place for it");
                  }
                }));

    assertThat(completion.log().ended())
        .isInstanceOfSatisfying(
            LogEntry.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PRODUCER_LOST));
    assertThat(model.requests).isEmpty();
    assertThat(completions.live()).isZero();
  }

  @Test
  void tellsTheListenerBeforeAnyClientCanSeeTheEndAndWhenItCanBeRead() {
    List<String> order = new ArrayList<>();
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER,
            ScriptedModel.chat(
                new CompletionListener() {
                  @Override
                  public void onEnding(Completion ending) {
                    order.add("listener, ended: " + (ending.log().ended() != null));
                  }

                  @Override
                  public void onEnd(Completion ended) {
                    order.add("listener, ended: " + (ended.log().ended() != null));
                  }
                }));
    Cursor cursor = completion.log().cursor(1);
    cursor.await(() -> order.add("client, ended: " + (completion.log().ended() != null)));
    model.finishes();
    assertThat(order)
        .containsExactly("listener, ended: false", "listener, ended: true", "client, ended: true");
  }

  @Test
  void letsClientsReadTheEndWhileTheListenerReadsTheAnswer() {
    List<LogSlice> read = new ArrayList<>();
    completions.start(
        ScriptedModel.REQUESTER,
        ScriptedModel.chat(
            new CompletionListener() {
              @Override
              public void onEnd(Completion ended) {
                // Of another thread: it would wait for the log's lock.
                read.add(
                    CompletableFuture.supplyAsync(() -> ended.log().cursor(1).next())
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join());
              }
            }));
    model.finishes();
    assertThat(read).singleElement().isInstanceOf(LogSlice.End.class);
  }

  @Test
  void cannotBeDroppedBeforeTheListenerHasReadTheAnswer() {
    List<Integer> kept = new ArrayList<>();
    completions.start(
        ScriptedModel.REQUESTER,
        ScriptedModel.chat(
            new CompletionListener() {
              @Override
              public void onEnd(Completion ended) {
                kept.add(completions.kept());
                throw new IllegalStateException("not read");
              }
            }));
    model.finishes();
    assertThat(kept).containsExactly(0);
    assertThat(completions.kept()).as("also when it could not be read").isEqualTo(1);
  }

  @Test
  void endsWithWhatTheModelFinishedWith() {
    Completion completion = start();
    model.says("Hel", "lo");
    model.finishes();

    assertThat(LogAccess.answer(completion.log())).isEqualTo("Hello");
    assertThat(completion.log().ended())
        .isEqualTo(new LogEntry.Complete("stop", null, "message-1", "model-1"));
    assertThat(ended).containsExactly(completion);
    assertThat(completions.live()).isZero();
  }

  @Test
  void keepsWhatWasSaidWhenTheModelFails() {
    Completion completion = start();
    model.says("Hel");
    model.fails(
        ModelException.of(ErrorCode.UPSTREAM_ERROR, "broken")
            .providerCode("5000")
            .logId("log-1")
            .build());

    assertThat(LogAccess.answer(completion.log())).isEqualTo("Hel");
    assertThat(completion.log().ended())
        .isEqualTo(
            new LogEntry.Failed(
                ErrorCode.UPSTREAM_ERROR, "broken", false, null, "5000", "log-1", null));
    assertThat(ended).hasSize(1);
  }

  @Test
  void stopsTheProviderAfterTheLogHasEnded() {
    Completion completion = start();
    model.says("Hel");
    completion.stop();
    model.says("lo");
    model.finishes();
    completion.stop();

    assertThat(LogAccess.answer(completion.log())).isEqualTo("Hel");
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(model.cancelled).isEqualTo(1);
    assertThat(ended).hasSize(1);
  }

  @Test
  void keepsTheTokensKnownSoFarWhenItIsStopped() {
    Completion completion = start();
    model.tell(new ModelEvent.UsageReported(new Usage(5L, 1L, null, 6L, false)));
    model.says("Hel");
    model.tell(new ModelEvent.UsageReported(new Usage(5L, 2L, null, 7L, false)));
    completion.stop();

    assertThat(completion.log().length()).isEqualTo(3);
    assertThat(completion.log().ended())
        .isEqualTo(new LogEntry.Cancelled(new Usage(5L, 2L, null, 7L, false)));
  }

  @Test
  void stopsWhenTheLastClientLeaves() {
    Completion completion = start();
    Cursor one = completion.log().cursor(0);
    Cursor other = completion.log().cursor(0);
    completion.attach(one);
    completion.attach(other);
    completion.detach(one);
    assertThat(model.cancelled).isZero();
    completion.detach(other);
    assertThat(model.cancelled).isEqualTo(1);
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
  }

  @Test
  void doesNotStopAProviderThatHasFinished() {
    Completion completion = start();
    Cursor client = completion.log().cursor(0);
    completion.attach(client);
    model.finishes();
    completion.detach(client);
    assertThat(model.cancelled).isZero();
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Complete.class);
  }

  @Test
  void joinsSurrogatePairsThatTokensTear() {
    Completion completion = start();
    model.says("a\ud83d", "\ude00", "\ude00b\ud83d");
    model.finishes();
    assertThat(LogAccess.answer(completion.log())).isEqualTo("a😀\ufffdb\ufffd");
  }

  @Test
  void tellsTheProvidersConversationToTheListenerAlone() {
    Completion completion = start();
    model.tell(new ModelEvent.ConversationOpened("provider-conversation"));
    assertThat(opened).containsExactly("provider-conversation");
    assertThat(completion.log().length()).isEqualTo(1);
  }

  @Test
  void endsWhenAProjectionBreaksInsteadOfHanging() {
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER,
            ScriptedModel.start(
                new Projection() {
                  @Override
                  public void onEvent(ModelEvent event, java.util.function.Consumer<LogEntry> log) {
                    throw new StackOverflowError("broken projection");
                  }

                  @Override
                  public void onFailure(
                      ModelException failure, java.util.function.Consumer<LogEntry> log) {}
                },
                listener));
    model.says("a");
    assertThat(completion.log().ended())
        .isInstanceOfSatisfying(
            LogEntry.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo(ErrorCode.PRODUCER_LOST);
              assertThat(failed.message()).doesNotContain("broken projection");
            });
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void endsEveryLiveCompletionWhenTheServerStops() {
    Completion first = start();
    Completion second = start();
    completions.shutDown();
    assertThat(List.of(first, second))
        .allSatisfy(
            completion ->
                assertThat(completion.log().ended())
                    .isInstanceOfSatisfying(
                        LogEntry.Failed.class,
                        failed -> {
                          assertThat(failed.code()).isEqualTo(ErrorCode.PRODUCER_LOST);
                          assertThat(failed.retryable()).isTrue();
                        }));
    assertThat(model.cancelled).isEqualTo(2);
    assertThat(completions.live()).isZero();
  }

  @Test
  void givesEachStreamAnIdOf128BitsInBase64Url() {
    assertThat(start().log().id()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(start().log().id());
  }

  @Test
  void refusesAModelThatIsUnknownOrNotConfigured() {
    ModelCatalog catalog = model.catalog();
    assertThatThrownBy(() -> catalog.resolve("nobody", ScriptedModel.ID))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("scripted")
        .hasMessageNotContaining("nobody");
    assertThatThrownBy(() -> catalog.resolve("ark", ScriptedModel.ID))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("set ARK_API_KEY");
    assertThat(catalog.resolve(null, ScriptedModel.ID)).isEqualTo(ScriptedModel.ID);
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(listener));
  }
}
