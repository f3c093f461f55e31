package dev.runnel.model.http;

import dev.runnel.config.Secret;
import dev.runnel.config.Threads;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.model.ModelCall;
import dev.runnel.standin.Await;
import dev.runnel.standin.ManualScheduler;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.RecordingListener;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in, the HTTP client before it, and time that stands still. The limits fall from phase to
 * phase, so that each phase's alarm is what the scheduler has pending.
 */
final class HttpFixture implements AutoCloseable {

  static final Duration CONNECT = Duration.ofSeconds(40);
  static final Duration FIRST_BYTE = Duration.ofSeconds(30);
  static final Duration IDLE = Duration.ofSeconds(20);
  static final Duration TOTAL = Duration.ofMinutes(10);
  static final Instant WALL_CLOCK = Instant.parse("2031-05-06T07:08:09Z");
  static final String KEY = "sk-loopback-2718281828";

  final ManualScheduler time = new ManualScheduler();
  final RecordingListener listener = new RecordingListener();
  final ExecutorService workers = Executors.newCachedThreadPool();
  final ProviderStandIn standIn;
  final ProviderHttp http;

  /** With a client of its own at a stand-in that is given. */
  HttpFixture(HttpClient.Builder client, TimeoutSettings timeouts, ProviderStandIn standIn) {
    this.standIn = standIn;
    this.http =
        new ProviderHttp(
            client,
            timeouts,
            new Threads(workers, time, time::nanoTime),
            () -> WALL_CLOCK,
            () -> 0.5);
  }

  /** At a stand-in that picks a script for each request. */
  static HttpFixture with(Function<RecordedRequest, Script> scripts) throws IOException {
    return new HttpFixture(
        HttpClient.newBuilder(),
        new TimeoutSettings(CONNECT, FIRST_BYTE, IDLE, TOTAL),
        ProviderStandIn.start(scripts));
  }

  /** At a stand-in that plays one script after the other, the last one again and again. */
  static HttpFixture with(Script... scripts) throws IOException {
    List<Script> queue = List.of(scripts);
    int[] next = {0};
    return with(
        request -> {
          synchronized (next) {
            return queue.get(Math.min(next[0]++, queue.size() - 1));
          }
        });
  }

  ModelCall exchange() {
    return exchange(standIn.uri("/answers"));
  }

  ModelCall exchange(URI uri) {
    return exchange(request(uri, new Secret(KEY)));
  }

  ModelCall exchange(ProviderRequest request) {
    return http.exchange(request, listener);
  }

  static ProviderRequest request(URI uri, @Nullable Secret key) {
    return new ProviderRequest(
        "tide", uri, key, "{\"ask\":\"何时涨潮\"}", (reply, out) -> new PlainReader(reply, out, uri));
  }

  /** Waits until the next alarm is due after exactly this time. */
  void awaitAlarm(Duration in) {
    Await.until(
        "an alarm in " + in + ", pending: " + time.pending(),
        () -> time.pending().equals(List.of(in)));
  }

  void awaitText(String text) {
    Await.until("the text " + text, () -> listener.text().equals(text));
  }

  void awaitRequests(int count) {
    Await.until("request " + count, () -> standIn.requests().size() == count);
  }

  void awaitClosedByPeer(int count) {
    Await.until("close " + count, () -> standIn.closedByPeer() == count);
  }

  /** A port at which nobody listens. */
  static URI nowhere() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/answers");
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
