package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.completion.Start;
import dev.runnel.config.Threads;
import dev.runnel.standin.Await;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How clients are told that the server is stopped. */
class EventStreamsTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Set<Thread.State> OVER_OR_WAITING =
      Set.of(Thread.State.TERMINATED, Thread.State.TIMED_WAITING);

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final HttpServletRequest request = FakeRequest.from("127.0.0.1");

  @AfterEach
  void stop() {
    workers.shutdownNow();
  }

  @Test
  void aDrainSendsEveryClientTheEndOfItsStream() {
    EventStreams streams = streams(Duration.ZERO);
    RecordingSink first = new RecordingSink();
    RecordingSink second = new RecordingSink();
    start(streams, first);
    start(streams, second);
    streams.drain();
    assertThat(List.of(first, second))
        .allSatisfy(
            sink -> {
              assertThat(sink.sent).hasSize(2);
              assertThat(sink.sent.get(1)).endsWith("End");
              assertThat(sink.closed).isTrue();
            });
  }

  @Test
  void aDrainWaitsForTheModelThenForTheClient() throws InterruptedException {
    EventStreams streams = streams(LONG);
    RecordingSink sink = new RecordingSink();
    start(streams, sink);
    Thread drain = new Thread(streams::drain, "drain");
    drain.start();
    Await.until("the drain begins", completions::draining);
    assertThat(sink.closed).isFalse();
    model.finishes();
    drain.join();
    assertThat(sink.sent).hasSize(2);
    assertThat(sink.closed).isTrue();
  }

  @Test
  void aDrainWithoutDelayDoesNotWaitForAClientThatTakesNothing() throws InterruptedException {
    assertThat(waitsForAClientThatTakesNothing(Duration.ZERO)).isFalse();
    assertThat(waitsForAClientThatTakesNothing(LONG)).isTrue();
  }

  @Test
  void aDrainGivesUpAClientThatTakesNothing() {
    EventStreams streams = streams(LONG);
    RecordingSink sink = new RecordingSink();
    sink.completesAtOnce = false;
    start(streams, sink);
    // As the end of all waits.
    Thread.currentThread().interrupt();
    streams.drain();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(completions.live()).isZero();
    assertThat(sink.closed).as("that could hold the drain up").isFalse();

    Await.until("the send is under way", () -> !sink.pending.isEmpty());
    sink.pending.get(0).complete(null);
    Await.until("the client is closed", () -> sink.closed);
    assertThat(sink.sent).hasSize(1);
  }

  /** Whether a drain does that waits for nothing else. */
  private boolean waitsForAClientThatTakesNothing(Duration limit) throws InterruptedException {
    // Its thread is this one: when the start returns, the send is under way.
    EventStreams streams =
        PlainStreams.of(
            model.completions(),
            new Threads(Runnable::run, model.time, model.time::nanoTime),
            limit);
    RecordingSink sink = new RecordingSink();
    sink.completesAtOnce = false;
    start(streams, sink);
    model.finishes();
    model.time.advance(EventStreamWriters.AT_ONCE);
    Thread drain = new Thread(streams::drain, "drain");
    drain.start();
    List<Thread.State> states = new ArrayList<>();
    Await.until(
        "the drain waits or is over",
        () -> {
          states.add(drain.getState());
          return OVER_OR_WAITING.contains(states.get(states.size() - 1));
        });
    drain.interrupt();
    drain.join();
    assertThat(sink.sent).hasSize(1);
    return states.contains(Thread.State.TIMED_WAITING);
  }

  private void start(EventStreams streams, RecordingSink sink) {
    Start chat = ScriptedModel.chat(CompletionListener.NONE);
    streams.start(chat, sink, sink, request);
    Await.until("the client has the start", () -> sink.sent.size() == 1);
  }

  private EventStreams streams(Duration drain) {
    return PlainStreams.of(
        completions, new Threads(workers, model.time, model.time::nanoTime), drain);
  }
}
