package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogSlice;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Clients that come to a stream that there is, and what those hear that cannot. */
class ResumeTest {

  private static final int MAX_CLIENTS = 64;

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final EventStreams streams =
      PlainStreams.of(
          completions,
          new Threads(Runnable::run, model.time, model.time::nanoTime),
          Duration.ofSeconds(30),
          () -> this.overtake.run());

  /** Happens after the completion was found and before its client is counted. */
  private Runnable overtake = () -> {};

  /** What requests were told of the stream, by which its headers are made. */
  private final List<String> told = new ArrayList<>();

  @Test
  void refusesOneClientTooManyOfAStreamAndTellsItNothingElse() {
    Completion completion = start();
    for (int i = 0; i < MAX_CLIENTS; i++) {
      resume(completion, new RecordingSink());
    }
    told.clear();
    RecordingSink refused = new RecordingSink();
    assertThatThrownBy(() -> resume(completion, refused))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.CLIENT_LIMIT));
    assertThat(told).isEmpty();
    assertThat(refused.sent).isEmpty();

    model.says("still read by all others");
    model.finishes();
    RecordingSink later = new RecordingSink();
    resume(completion, later);
    assertThat(later.sent).hasSize(3);
    assertThat(later.closed).isTrue();
  }

  @Test
  void saysThatAStreamIsGoneWhenItGoesJustAsAClientComes() {
    Completion completion = start();
    model.finishes();
    RecordingSink early = new RecordingSink();
    resume(completion, early);
    assertThat(early.sent).hasSize(2);
    told.clear();

    overtake = () -> model.time.advance(ScriptedModel.SETTINGS.retention());
    RecordingSink late = new RecordingSink();
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> resume(completion, late))
          .isInstanceOfSatisfying(
              ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(410));
    }
    assertThat(told).isEmpty();
    assertThat(late.sent).isEmpty();
  }

  @Test
  void tellsAllOfAStreamWithoutPositionsWhateverPositionIsBrought() {
    Supplier<EventEncoder> encoders =
        () ->
            new UnnumberedEncoder() {
              @Override
              protected List<WireEvent> events(LogSlice slice) {
                byte[] kind = slice.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8);
                return List.of(
                    new WireEvent(null, kind),
                    new WireEvent(null, "again".getBytes(StandardCharsets.UTF_8)));
              }
            };
    Threads threads = new Threads(Runnable::run, model.time, model.time::nanoTime);
    EventStreams unnumbered =
        new EventStreams(
            completions,
            List.of(new Dialect("chat", encoders)),
            threads,
            PlainStreams.SETTINGS,
            new AccessSettings(AccessSettings.Auth.ANONYMOUS, Set.of(), false, Set.of()),
            new WriterLanes(threads),
            ConcurrentHashMap.newKeySet());
    Completion completion = start();
    model.finishes();
    HttpServletRequest request = FakeRequest.from("127.0.0.1");
    List<String> all =
        List.of("null null Start", "null null again", "null null End", "null null again");

    RecordingSink resumed = new RecordingSink();
    LastEventId first = LastEventId.in(completion.log().id(), "1", request);
    unnumbered.resume(first, resumed, resumed, request);
    assertThat(resumed.sent).isEqualTo(all);
    RecordingSink replayed = new RecordingSink();
    unnumbered.replay(completion, replayed, replayed, request);
    assertThat(replayed.sent).isEqualTo(all);
  }

  private Completion start() {
    return completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));
  }

  private void resume(Completion completion, RecordingSink sink) {
    HttpServletRequest request =
        FakeRequest.from("127.0.0.1", "/", (name, value) -> told.add(name + "=" + value));
    LastEventId last = LastEventId.in(completion.log().id(), null, request);
    streams.resume(last, sink, sink, request);
  }
}
