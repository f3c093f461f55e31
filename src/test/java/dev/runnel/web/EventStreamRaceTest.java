package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionAccess;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.completion.Start;
import dev.runnel.completion.StreamIds;
import dev.runnel.config.CompletionSettings;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogSlice;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.model.Model;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelListener;
import dev.runnel.standin.Await;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Producers, writers and clients that go away and come back, each on threads of their own. */
class EventStreamRaceTest {

  private static final int STREAMS = 4;
  private static final int CLIENTS = 6;
  private static final int ENTRIES = 3_000;
  private static final Duration FOREVER = Duration.ofMinutes(10);

  private final ExecutorService workers = Executors.newFixedThreadPool(8);
  private final ExecutorService network = Executors.newFixedThreadPool(2);
  private final ExecutorService producers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
  private final Threads threads = new Threads(workers, scheduler, System::nanoTime);
  private final Speaking model = new Speaking();
  private final Completions completions =
      CompletionAccess.completions(
          model,
          new CompletionSettings(STREAMS, STREAMS, FOREVER, FOREVER, 1L << 26),
          threads,
          StreamIds::next);
  private final WebAccess web = web(FOREVER);
  private final WebAccess beating = web(Duration.ofMillis(8));
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  private WebAccess web(Duration heartbeat) {
    return new WebAccess(
        completions,
        List.of(new Dialect("chat", () -> EventStreamRaceTest::encode)),
        threads,
        new StreamSettings(heartbeat, FOREVER, Duration.ZERO),
        3,
        2,
        sink -> {});
  }

  @AfterEach
  void stop() {
    List.of(producers, network, workers, scheduler).forEach(ExecutorService::shutdownNow);
  }

  @Test
  void losesAndDoublesNothingWhileProducersAndManyClientsRace() throws Exception {
    Queue<Client> clients = new ConcurrentLinkedQueue<>();
    inParallel(
        STREAMS,
        () -> {
          Completion completion = start();
          for (int kind = 0; kind < CLIENTS; kind++) {
            Client client = new Client(beating, completion, kind);
            clients.add(client);
            client.connects();
          }
          for (int i = 1; i <= ENTRIES; i++) {
            // Every third joins with none, so that there are many events.
            model.says(
                i % 3 == 0 ? new ModelEvent.FollowUp(i + ",") : new ModelEvent.Text(i + ","));
          }
          model.finishes();
        });

    String all =
        IntStream.rangeClosed(1, ENTRIES).mapToObj(i -> i + ",").collect(Collectors.joining());
    assertThat(clients).hasSize(STREAMS * CLIENTS);
    for (Client client : clients) {
      Await.until("a client reads to the end: " + wrong, () -> client.ends > 0);
      assertThat(client.text()).isEqualTo(all);
    }
    Await.until("no writer is left", () -> beating.writers() == 0);
    Await.until(
        "the lanes are empty", () -> beating.fast() + beating.slow() + beating.waiting() == 0);
    assertThat(wrong).isEmpty();
    assertThat(clients).allSatisfy(client -> assertThat(client.ends).isEqualTo(1));
  }

  @Test
  void losesNoWakeWhenEachEntryComesJustAsItsWriterGoesToRest() throws Exception {
    inParallel(
        1,
        () -> {
          Completion completion = start();
          // No beat helps these: what is lost stays lost.
          Client client = new Client(web, completion, 0);
          client.connects();
          Client other = new Client(web, completion, 0);
          other.connects();
          for (int i = 1; i <= 10 * ENTRIES; i++) {
            awaitPosition(client, i);
            awaitPosition(other, i);
            // Each time at another point of its way.
            for (int spin = i % 150; spin > 0; spin--) {
              Thread.onSpinWait();
            }
            model.says(new ModelEvent.Text("x"));
          }
          awaitPosition(client, 10 * ENTRIES + 1);
          model.finishes();
        });
    Await.until("no writer is left", () -> web.writers() == 0);
    assertThat(wrong).isEmpty();
  }

  /** Without a pause: the next entry is to come while the writer is on its way to rest. */
  private static void awaitPosition(Client client, long position) {
    long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (client.position < position) {
      Thread.onSpinWait();
      if (System.nanoTime() > patience) {
        throw new AssertionError("entry " + position + " was not sent");
      }
    }
  }

  private void inParallel(int count, Runnable work) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(producers.submit(work));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  private Completion start() {
    return completions.start(
        ScriptedModel.REQUESTER,
        new Start(
            new CompletionRequest(
                Speaking.ID, List.of(Message.user("?")), null, OutputFormat.TEXT, null, "me"),
            "chat",
            new ChatProjection(Speaking.ID),
            null,
            CompletionListener.NONE));
  }

  private static WireEvent encode(LogSlice slice) {
    String data = "";
    if (slice instanceof LogSlice.Text text) {
      data = text.escaped().toString();
    } else if (slice instanceof LogSlice.FollowUp followUp) {
      data = followUp.escaped().toString();
    }
    String name = slice instanceof LogSlice.End ? "end" : null;
    return new WireEvent(name, data.getBytes(StandardCharsets.UTF_8));
  }

  /** A model that says what the thread which asked it says. */
  private static final class Speaking implements ModelClient {

    private static final String ID = "speaking";

    private final Map<Thread, ModelListener> listeners = new ConcurrentHashMap<>();

    @Override
    public List<Model> models() {
      return List.of(new Model(ID, "demo", true, ""));
    }

    @Override
    public ModelCall start(CompletionRequest request, ModelListener listener) {
      listeners.put(Thread.currentThread(), listener);
      return () -> {};
    }

    private void says(ModelEvent event) {
      Objects.requireNonNull(listeners.get(Thread.currentThread())).onEvent(event);
    }

    private void finishes() {
      says(new ModelEvent.Finished("stop", null, null, null));
    }
  }

  /** One that reads on where it was whenever a connection of it fails. */
  private final class Client {

    private final WebAccess server;
    private final Completion completion;
    private final int kind;
    private final StringBuilder text = new StringBuilder();
    private volatile long position;
    private volatile int ends;

    private Client(WebAccess server, Completion completion, int kind) {
      this.server = server;
      this.completion = completion;
      this.kind = kind;
    }

    private void connects() {
      Connection connection = new Connection(this);
      server
          .streams()
          .resume(
              new LastEventId(completion.log().id(), position),
              connection,
              connection,
              FakeRequest.from("127.0.0.1", "Host", "localhost"));
    }

    private synchronized void takes(OutboundSseEvent event) {
      if (!(event.getData() instanceof byte[] data)) {
        return;
      }
      String id = event.getId();
      long next = Long.parseLong(id.substring(id.indexOf('.') + 1));
      if (next <= position || ends > 0) {
        wrong.add("event " + next + " after " + position + ", ends " + ends);
      }
      text.append(new String(data, StandardCharsets.UTF_8));
      if ("end".equals(event.getName())) {
        ends = ends + 1;
      }
      position = next;
    }

    private synchronized String text() {
      return text.toString();
    }
  }

  /** Completes its sends at once or on another thread, and fails at some, by the client's kind. */
  private final class Connection implements SseEventSink, Sse {

    private final Client client;
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int sends;

    private Connection(Client client) {
      this.client = client;
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      if (!sending.compareAndSet(false, true)) {
        wrong.add("two sends at a time");
      }
      sends++;
      boolean fails = client.kind >= 3 && sends % 40 == 0;
      if (!fails) {
        client.takes(event);
      }
      if (fails && client.kind == 3) {
        throw new IllegalStateException("broken pipe");
      }
      CompletableFuture<Object> sent = new CompletableFuture<>();
      if (client.kind % 3 == 1 || (client.kind == 5 && sends % 2 == 0)) {
        network.execute(() -> complete(sent, fails));
      } else {
        complete(sent, fails);
      }
      return sent;
    }

    private void complete(CompletableFuture<Object> sent, boolean fails) {
      sending.set(false);
      if (fails) {
        sent.completeExceptionally(new IOException("broken pipe"));
      } else {
        sent.complete("sent");
      }
    }

    @Override
    public void close() {
      if (!closed.compareAndSet(false, true)) {
        wrong.add("closed twice");
      }
      if (client.ends == 0) {
        network.execute(client::connects);
      }
    }

    @Override
    public boolean isClosed() {
      return closed.get();
    }

    @Override
    public OutboundSseEvent.Builder newEventBuilder() {
      return PlainEvent.builder();
    }

    @Override
    public SseBroadcaster newBroadcaster() {
      throw new UnsupportedOperationException();
    }
  }
}
