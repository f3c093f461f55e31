package dev.runnel.standin;

import dev.runnel.config.Threads;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A stand-in for a provider, threads, a listener, and time that stands still. */
public class Loopback implements AutoCloseable {

  public final ManualScheduler time = new ManualScheduler();
  public final RecordingListener listener = new RecordingListener();
  public final ProviderStandIn standIn;
  private final ExecutorService workers = Executors.newCachedThreadPool();

  /** Around a stand-in, which is closed with it. */
  public Loopback(ProviderStandIn standIn) {
    this.standIn = standIn;
  }

  /** Plays one script after the other, the last one again and again. */
  public static Function<RecordedRequest, Script> inTurn(Script... scripts) {
    List<Script> queue = List.of(scripts);
    int[] next = {0};
    return request -> {
      synchronized (next) {
        return queue.get(Math.min(next[0]++, queue.size() - 1));
      }
    };
  }

  /** Real workers, and the time that stands still. */
  public final Threads threads() {
    return new Threads(workers, time, time::nanoTime);
  }

  /** Waits until the next alarm is due after exactly this time. */
  public final void awaitAlarm(Duration in) {
    Await.until("an alarm in " + in, () -> time.pending().equals(List.of(in)));
  }

  /** Waits until an attempt has failed and the next is put off by a few seconds; then begins it. */
  public final void awaitRetry() {
    Duration most = Duration.ofSeconds(3);
    Await.until(
        "a retry",
        () -> {
          // One look: between two the alarm of the attempt may be cleared.
          List<Duration> pending = time.pending();
          return pending.size() == 1 && pending.get(0).compareTo(most) < 0;
        });
    // Exactly: the attempt that begins may fail, and put off the next, before this returns.
    time.advance(time.pending().get(0));
  }

  /** Waits until nothing is to ring. */
  public final void awaitNoAlarm() {
    Await.until("no alarm", () -> time.pending().isEmpty());
  }

  /** Waits until the answer so far is this text. */
  public final void awaitText(String text) {
    Await.until("the text " + text, () -> listener.text().equals(text));
  }

  /** Waits until the stand-in has got this many requests. */
  public final void awaitRequests(int count) {
    Await.until("request " + count, () -> standIn.requests().size() == count);
  }

  /** Waits until this many connections were closed from our side. */
  public final void awaitClosedByPeer(int count) {
    Await.until("close " + count, () -> standIn.closedByPeer() == count);
  }

  /** A port at which nobody listens. */
  public static int deafPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    workers.shutdownNow();
    standIn.close();
    if (!listener.breaches().isEmpty()) {
      throw new AssertionError(listener.breaches());
    }
  }
}
