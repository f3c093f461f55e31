package dev.runnel.load;

import dev.runnel.eventstream.EventStreamDecoder;
import dev.runnel.eventstream.ServerSentEvent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client of one stream: it asks, reads, checks, and cuts, resumes or leaves as it was told. To
 * be set up before {@link #open}; from then on it belongs to the clients' loop, but for {@link
 * #ended}.
 */
final class ClientStream {

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  final ProvidedStream provided;
  final AnswerCheck check;

  /**
   * What was wrong, or "", once nothing more will be read. Of one that has left only what it had
   * read by then is judged.
   */
  final CompletableFuture<String> ended = new CompletableFuture<>();

  private final EventLoop loop;
  private final int port;
  private final Samples firstEvent;

  private Reading reading = Reading.AT_ONCE;
  private @Nullable Cuts cuts;
  private Consumer<ClientStream> onEvent = stream -> {};
  private boolean stopped;

  private @Nullable Exchange exchange;
  private long openedNanos;
  private boolean hasEvents;

  /**
   * A client that will ask for a stream.
   *
   * @param firstEvent takes the time from the request to the first event
   * @param addedLatency takes the time from provider to client of each token
   */
  ClientStream(
      EventLoop loop, int port, ProvidedStream provided, Samples firstEvent, Samples addedLatency) {
    this.loop = loop;
    this.port = port;
    this.provided = provided;
    this.firstEvent = firstEvent;
    this.check = new AnswerCheck(provided.dialect, addedLatency);
  }

  /** Has the client read in another way. */
  ClientStream reading(Reading how) {
    reading = how;
    return this;
  }

  /** Has the client cut its connections, and go on with new ones. */
  ClientStream cutting(Cuts where) {
    cuts = where;
    return this;
  }

  /** Has somebody told, on the loop, after each event. */
  ClientStream onEvent(Consumer<ClientStream> listener) {
    onEvent = listener;
    return this;
  }

  /** Asks for the stream. */
  void open() {
    openedNanos = System.nanoTime();
    Dialect dialect = provided.dialect;
    send(Requests.start(port, dialect.path, dialect.body(provided.prompt())));
  }

  /** From now on the stream may end because somebody stops it. */
  void mayBeStopped() {
    stopped = true;
  }

  /** Leaves for good. */
  void leave(boolean reset) {
    if (exchange != null) {
      exchange.leave(reset);
    }
    ended.complete(check.complaint());
  }

  private void send(byte[] request) {
    exchange = new Exchange(request);
  }

  private void resume() {
    if (check.streamId().isEmpty()) {
      ended.complete("no X-Stream-Id");
    } else {
      send(Requests.resume(port, Requests.streamPath(check.streamId()), check.lastEventId()));
    }
  }

  private void onServerSentEvent(ServerSentEvent event) {
    if (!hasEvents) {
      hasEvents = true;
      firstEvent.add(System.nanoTime() - openedNanos);
    }
    check.onEvent(event);
    onEvent.accept(this);
  }

  private String verdict() {
    Plan plan = provided.plan;
    if (stopped && check.terminal().equals("cancelled")) {
      return check.verdict("cancelled", 0, plan.tokens());
    }
    if (plan.ending().terminal.isEmpty()) {
      return "ended before the provider had";
    }
    // A reset may take the last tokens along.
    int least = plan.ending() == Plan.Ending.RESET ? 0 : plan.tokens();
    return check.verdict(plan.ending().terminal, least, plan.tokens());
  }

  /** One request and its reply. */
  private final class Exchange implements ClientConnection.Listener, ReplyDecoder.Listener {

    private final ReplyDecoder reply = new ReplyDecoder(this);
    private final EventStreamDecoder events =
        new EventStreamDecoder(ClientStream.this::onServerSentEvent);
    private final ClientConnection connection;
    private int status;

    /** The bytes of the body that are read before the connection is cut. */
    private int beforeCut;

    private boolean over;

    Exchange(byte[] request) {
      beforeCut = cuts == null ? Integer.MAX_VALUE : cuts.next();
      connection = ClientConnection.open(loop, port, reading, request, this);
    }

    @Override
    public void received(byte[] bytes, int length) {
      reply.feed(bytes, length);
      if (!over && reply.isWhole(false)) {
        leave(false);
        onWholeReply();
      }
    }

    @Override
    public void ended(@Nullable IOException failure) {
      over = true;
      if (reply.isWhole(true)) {
        onWholeReply();
      } else {
        ended.complete(
            status == 0 ? "no reply" : failure == null ? "reply cut short" : "reset by the server");
      }
    }

    @Override
    public void head(int replyStatus, Map<String, String> headers) {
      status = replyStatus;
      if (status == OK) {
        check.onStreamId(headers.getOrDefault("x-stream-id", ""));
        if (beforeCut == 0) {
          cut();
        }
      }
    }

    @Override
    public void body(byte[] bytes, int offset, int length) {
      if (over || status != OK) {
        return;
      }
      int count = Math.min(length, beforeCut);
      events.feed(bytes, offset, count);
      beforeCut -= count;
      if (beforeCut == 0 && !over) {
        cut();
      }
    }

    private void cut() {
      leave(cuts != null && cuts.cutWithReset());
      resume();
    }

    private void leave(boolean reset) {
      if (over) {
        return;
      }
      over = true;
      if (reset) {
        connection.reset();
      } else {
        connection.close();
      }
    }

    private void onWholeReply() {
      // Nothing is left: right after the terminal event only.
      boolean nothingLeft = status == NO_CONTENT && !check.terminal().isEmpty();
      ended.complete(status == OK || nothingLeft ? verdict() : "status " + status);
    }
  }
}
