package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.model.ModelEvent;
import dev.runnel.standin.ManualScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamWriterTest {

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private final ScriptedModel model = new ScriptedModel();
  private final RecordingSink sink = new RecordingSink();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final ManualScheduler clock = new ManualScheduler();
  private final Set<EventStreamWriter> writers = new HashSet<>();
  private final Completion completion =
      model
          .completions()
          .start(ScriptedModel.REQUESTER, ScriptedModel.chat(CompletionListener.NONE));

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
    Executor stopping =
        task -> {
          throw new RejectedExecutionException("stopping");
        };
    writer(0, EventStreamWriterTest::encode, stopping).schedule();
    assertThat(sink.closed).isTrue();
    assertThat(model.cancelled).isEqualTo(1);
  }

  @Test
  void passesOverSlicesThatTheDialectHasNoWordFor() {
    writer(0, slice -> slice instanceof LogSlice.Text ? null : encode(slice), waiting::add)
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
          public @Nullable WireEvent before(LogSlice next) {
            if (!holds || !(next instanceof LogSlice.End)) {
              return null;
            }
            holds = false;
            return new WireEvent(null, "held back".getBytes(StandardCharsets.UTF_8));
          }
        };
    writer(0, holding, waiting::add).schedule();
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
  void goesOnAfterAPositionAndTellsTheEncoderWhatTheClientHad() {
    model.says("a", "b", "c");
    List<String> skipped = new ArrayList<>();
    EventEncoder encoder =
        new EventEncoder() {
          @Override
          public void skip(LogSlice slice) {
            skipped.add(slice.position() + " " + text(slice));
          }

          @Override
          public @Nullable WireEvent encode(LogSlice slice) {
            return EventStreamWriterTest.encode(slice);
          }
        };
    writer(3, encoder, waiting::add).schedule();
    runAll();
    assertThat(skipped).containsExactly("1 Start", "3 ab");
    assertThat(sink.sent).containsExactly(completion.log().id() + ".4 null c");
  }

  @Test
  void givesWhatWasHeldBackNoIdThatWasSentBefore() {
    EventEncoder holding =
        new EventEncoder() {
          private boolean holds;

          @Override
          public @Nullable WireEvent encode(LogSlice slice) {
            holds |= slice instanceof LogSlice.Text;
            return slice instanceof LogSlice.Text ? null : EventStreamWriterTest.encode(slice);
          }

          @Override
          public @Nullable WireEvent before(LogSlice next) {
            if (!holds || !(next instanceof LogSlice.End)) {
              return null;
            }
            holds = false;
            return new WireEvent(null, "held back".getBytes(StandardCharsets.UTF_8));
          }
        };
    writer(0, holding, waiting::add).schedule();
    model.says("a");
    model.tell(new ModelEvent.Reasoning("because"));
    model.finishes();
    runAll();
    String id = completion.log().id();
    assertThat(sink.sent)
        .containsExactly(
            id + ".1 null Start",
            id + ".3 null Reasoning",
            "null null held back",
            id + ".4 null End");
  }

  @Test
  void sendsAllThatComesBeforeASliceOneByOneAndNoIdsWhereTheDialectHasNone() {
    sink.completesAtOnce = false;
    EventEncoder many =
        new EventEncoder() {
          private int told;

          @Override
          public @Nullable WireEvent encode(LogSlice slice) {
            told = 0;
            return EventStreamWriterTest.encode(slice);
          }

          @Override
          public @Nullable WireEvent before(LogSlice next) {
            return told == 2
                ? null
                : new WireEvent(null, ("before " + ++told).getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public boolean numbered() {
            return false;
          }
        };
    writer(0, many, waiting::add).schedule();
    model.finishes();
    while (!sink.closed) {
      runAll();
      assertThat(sink.pending).as("one send at a time").hasSize(1);
      sink.pending.remove(0).complete(null);
    }
    assertThat(sink.sent)
        .containsExactly(
            "null null before 1",
            "null null before 2",
            "null null Start",
            "null null before 1",
            "null null before 2",
            "null null End");
  }

  @Test
  void isStalledOnceASendTakesLongerThanItsLimitAndThenCanBeGivenUp() {
    sink.completesAtOnce = false;
    EventStreamWriter writer = writer();
    Duration limit = Duration.ofSeconds(30);
    assertThat(writer.stalled(limit)).isFalse();
    writer.schedule();
    runAll();
    clock.advance(limit.minusNanos(1));
    assertThat(writer.stalled(limit)).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(writer.stalled(limit)).isTrue();
    writer.giveUp();
    assertThat(writers).isEmpty();

    sink.pending.remove(0).complete(null);
    model.says("late");
    runAll();
    assertThat(sink.sent).as("nothing is sent to a client that was given up").hasSize(1);
  }

  @Test
  void closesAClientThatWasGivenUpOnlyWhenItsLastSendIsDone() {
    sink.completesAtOnce = false;
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    writer.giveUp();
    assertThat(model.cancelled).as("the completion does not wait for that").isOne();
    assertThat(sink.closed).as("a server may hold up who closes while a send waits").isFalse();

    sink.pending.remove(0).complete(null);
    assertThat(sink.closed).isTrue();
  }

  @Test
  void closesAClientThatWasGivenUpWhenItsLastSendFails() {
    sink.completesAtOnce = false;
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    writer.giveUp();
    sink.pending.remove(0).completeExceptionally(new IOException("reset"));
    assertThat(sink.closed).isTrue();
  }

  @Test
  void isSlowAfterASendThatTookLongUntilOneDoesNot() {
    sink.completesAtOnce = false;
    EventStreamWriter writer = writer();
    writer.schedule();
    runAll();
    model.says("a");
    clock.advance(EventStreamWriter.SLOW.plusNanos(1));
    sink.pending.remove(0).complete(null);
    assertThat(writer.slow()).isTrue();
    runAll();
    sink.pending.remove(0).complete(null);
    assertThat(writer.slow()).isFalse();
  }

  @Test
  void leavesAClientWhoseLogWasDropped() {
    sink.completesAtOnce = false;
    writer().schedule();
    runAll();
    model.says("unread");
    model.finishes();
    completion.log().drop();
    sink.pending.remove(0).complete(null);
    runAll();
    assertThat(sink.sent).hasSize(1);
    assertThat(sink.closed).isTrue();
  }

  @Test
  void givesItsThreadToOthersAfterABurst() {
    writer().schedule();
    for (int i = 0; i < 200; i++) {
      model.tell(new ModelEvent.FollowUp("?"));
    }
    Runnable first = waiting.remove();
    first.run();
    assertThat(sink.sent.size()).isLessThan(201);
    assertThat(waiting).hasSize(1);
    runAll();
    assertThat(sink.sent).hasSize(201);
  }

  private EventStreamWriter writer() {
    return writer(0, EventStreamWriterTest::encode, waiting::add);
  }

  private EventStreamWriter writer(long after, EventEncoder encoder, Executor workers) {
    EventStreamWriter writer =
        new EventStreamWriter(
            completion,
            after,
            encoder,
            sink,
            sink,
            new WriterLanes(new Threads(workers, clock, clock::nanoTime)),
            clock::nanoTime,
            writers::remove);
    writers.add(writer);
    writer.attach();
    return writer;
  }

  private void runAll() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private static WireEvent encode(LogSlice slice) {
    return new WireEvent(null, text(slice).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(LogSlice slice) {
    return slice instanceof LogSlice.Text text
        ? text.escaped().toString()
        : slice.getClass().getSimpleName();
  }
}
