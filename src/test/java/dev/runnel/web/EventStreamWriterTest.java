package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.standin.ManualScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamWriterTest {

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private final ScriptedModel model = new ScriptedModel();
  private final RecordingSink sink = new RecordingSink();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final ManualScheduler clock = new ManualScheduler();
  private final Set<EventStreamWriter> writers = new HashSet<>();
  private final Completion completion =
      new Completions(model.catalog())
          .start(
              new CompletionRequest(
                  ScriptedModel.ID,
                  List.of(Message.user("hi")),
                  null,
                  OutputFormat.TEXT,
                  null,
                  "me"),
              new ChatProjection(ScriptedModel.ID),
              null,
              CompletionListener.NONE);

  @BeforeEach
  void aClientAttaches() {
    completion.attach();
  }

  @Test
  void sendsEachEntryWithItsPositionAndClosesAfterTheEnd() {
    writer().schedule();
    runAll();
    model.says("a");
    runAll();
    model.says("b");
    runAll();
    model.finishes();
    runAll();

    String id = completion.log().id();
    assertThat(sink.sent)
        .containsExactly(
            id + ".1 null Start", id + ".2 null a", id + ".3 null b", id + ".4 null End");
    assertThat(sink.closed).isTrue();
    assertThat(model.cancelled).isZero();
  }

  @Test
  void holdsNoThreadWhileNothingWaits() {
    writer().schedule();
    runAll();
    assertThat(waiting).isEmpty();
    model.says("a");
    model.says("b");
    assertThat(waiting).as("woken once, not once for each delta").hasSize(1);
  }

  @Test
  void hasOneSendUnderWayAndJoinsWhatWaitsMeanwhile() {
    sink.completesAtOnce = false;
    writer().schedule();
    runAll();
    model.says("a", "b", "c");
    runAll();
    assertThat(sink.sent).hasSize(1);

    sink.pending.remove(0).complete(null);
    runAll();

    assertThat(sink.sent).hasSize(2).last().asString().endsWith(".4 null abc");
  }

  @Test
  void sendsACommentOnlyAfterSilence() {
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    clock.advance(HEARTBEAT.minusNanos(1));
    writer.beat(HEARTBEAT);
    assertThat(waiting).isEmpty();
    clock.advance(Duration.ofNanos(1));
    writer.beat(HEARTBEAT);
    writer.beat(HEARTBEAT);
    runAll();
    writer.beat(HEARTBEAT);
    runAll();
    assertThat(sink.sent).hasSize(2).last().isEqualTo(":");

    model.says("a");
    runAll();
    assertThat(sink.sent).hasSize(3).last().asString().endsWith(".2 null a");
  }

  @Test
  void sendsNoCommentWhileASendIsUnderWay() {
    sink.completesAtOnce = false;
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    clock.advance(HEARTBEAT);
    writer.beat(HEARTBEAT);
    runAll();
    assertThat(sink.sent).hasSize(1);
  }

  @Test
  void losesNoWakeThatComesWhileACommentIsSent() {
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    sink.completesAtOnce = false;
    clock.advance(HEARTBEAT);
    writer.beat(HEARTBEAT);
    runAll();
    model.says("meanwhile");
    runAll();
    assertThat(sink.sent).hasSize(2).last().isEqualTo(":");
    sink.pending.remove(0).complete(null);
    runAll();
    assertThat(sink.sent).hasSize(3).last().asString().endsWith(".2 null meanwhile");
  }

  @Test
  void noticesByItsCommentThatASilentClientHasGone() {
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    sink.completesAtOnce = false;
    clock.advance(HEARTBEAT);
    writer.beat(HEARTBEAT);
    runAll();
    sink.pending.remove(0).completeExceptionally(new IOException("broken pipe"));
    runAll();
    assertThat(model.cancelled).isEqualTo(1);
    assertThat(writers).isEmpty();
    assertThat(sink.closed).isTrue();
  }

  @Test
  void stopsTheCompletionWhenASendFails() {
    sink.completesAtOnce = false;
    writer().schedule();
    runAll();
    sink.pending.remove(0).completeExceptionally(new IOException("broken pipe"));
    runAll();

    assertThat(sink.closed).isTrue();
    assertThat(model.cancelled).isEqualTo(1);
    assertThat(completion.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
  }

  @Test
  void stopsTheCompletionWhenTheSinkIsClosedAlready() {
    sink.close();
    writer().schedule();
    runAll();
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void leavesWhenNoThreadCanBeHad() {
    new EventStreamWriter(
            completion,
            EventStreamWriterTest::encode,
            sink,
            sink,
            threads(
                task -> {
                  throw new RejectedExecutionException("stopping");
                }),
            writers::remove)
        .schedule();
    assertThat(sink.closed).isTrue();
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void passesOverSlicesThatTheDialectHasNoWordFor() {
    new EventStreamWriter(
            completion,
            slice -> slice instanceof LogSlice.Text ? null : encode(slice),
            sink,
            sink,
            threads(waiting::add),
            writers::remove)
        .schedule();
    model.says("unspoken");
    model.finishes();
    runAll();
    assertThat(sink.sent).hasSize(2).last().asString().endsWith(".3 null End");
  }

  @Test
  void sendsWhatTheDialectHeldBackAtThePositionBefore() {
    sink.completesAtOnce = false;
    EventEncoder holding =
        new EventEncoder() {
          private boolean holds;

          @Override
          public @Nullable WireEvent encode(LogSlice slice) {
            holds = slice instanceof LogSlice.Text;
            return holds ? null : EventStreamWriterTest.encode(slice);
          }

          @Override
          public @Nullable WireEvent heldBack(LogSlice next) {
            return holds && next instanceof LogSlice.End
                ? new WireEvent(null, "held back".getBytes(StandardCharsets.UTF_8))
                : null;
          }
        };
    new EventStreamWriter(completion, holding, sink, sink, threads(waiting::add), writers::remove)
        .schedule();
    model.says("a", "b");
    model.finishes();
    while (!sink.closed) {
      runAll();
      sink.pending.remove(0).complete(null);
    }

    String id = completion.log().id();
    assertThat(sink.sent)
        .containsExactly(id + ".1 null Start", id + ".3 null held back", id + ".4 null End");
  }

  @Test
  void givesItsThreadToOthersAfterABurst() {
    writer().schedule();
    for (int i = 0; i < 200; i++) {
      model.tell(new dev.runnel.model.ModelEvent.FollowUp("?"));
    }
    Runnable first = waiting.remove();
    first.run();
    assertThat(sink.sent.size()).isLessThan(201);
    assertThat(waiting).hasSize(1);
    runAll();
    assertThat(sink.sent).hasSize(201);
  }

  private EventStreamWriter writer() {
    EventStreamWriter writer =
        new EventStreamWriter(
            completion,
            EventStreamWriterTest::encode,
            sink,
            sink,
            threads(waiting::add),
            writers::remove);
    writers.add(writer);
    return writer;
  }

  private Threads threads(Executor workers) {
    return new Threads(workers, clock, clock::nanoTime);
  }

  private void runAll() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private static WireEvent encode(LogSlice slice) {
    String data =
        slice instanceof LogSlice.Text text
            ? text.escaped().toString()
            : slice.getClass().getSimpleName();
    return new WireEvent(null, data.getBytes(StandardCharsets.UTF_8));
  }
}
