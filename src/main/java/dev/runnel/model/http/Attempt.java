package dev.runnel.model.http;

import dev.runnel.config.Secret;
import dev.runnel.eventstream.EventStreamDecoder;
import dev.runnel.eventstream.EventStreamException;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import dev.runnel.model.ModelListener;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an exchange: one HTTP request and its reply. What the HTTP client calls only takes
 * a turn; the rest runs in turns.
 */
final class Attempt implements BodySubscriber<Void> {

  private final Exchange exchange;
  private final ProviderHttp http;
  private final ProviderRequest request;
  private final @Nullable Secret key;
  private final Turns turns;

  /** Whether nothing more is heard from or told to the provider. Also read by the worker. */
  private volatile boolean closed;

  /**
   * Whether the reply has ended. Its connection is gone, or back in the pool and perhaps with
   * another exchange: to close it now would break that one.
   */
  private boolean ended;

  /** Whether the answer is whole. The reply is then read on to its end, to keep the connection. */
  private boolean finished;

  private @Nullable CompletableFuture<HttpResponse<Void>> sent;
  private @Nullable Subscription subscription;
  private @Nullable Reply reply;
  private @Nullable ReplyReader reader;

  /** Reads an event stream; null until one comes. */
  private @Nullable EventStreamDecoder decoder;

  /** Holds any other reply. */
  private final ByteArrayOutputStream otherBody = new ByteArrayOutputStream();

  private boolean replying;

  Attempt(
      Exchange exchange,
      ProviderHttp http,
      ProviderRequest request,
      @Nullable Secret key,
      Turns turns) {
    this.exchange = exchange;
    this.http = http;
    this.request = request;
    this.key = key;
    this.turns = turns;
  }

  /** Has a worker send the request: looking up the host's name blocks. */
  void start() throws ModelException {
    HttpRequest post = http.toHttp(request, key, () -> turns.take(this::onConnected));
    http.threads().workers().execute(() -> send(post));
  }

  private void send(HttpRequest post) {
    if (closed) {
      return;
    }
    turns.take(this::onConnecting);
    CompletableFuture<HttpResponse<Void>> future;
    try {
      future =
          http.client()
              .sendAsync(
                  post,
                  head -> {
                    turns.take(() -> onHead(head));
                    return this;
                  });
    } catch (RuntimeException | Error broken) {
      future = CompletableFuture.failedFuture(broken);
    }
    CompletableFuture<HttpResponse<Void>> reply = future;
    turns.take(() -> onSent(reply));
    CompletableFuture<?> unused =
        reply.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                turns.take(() -> onFailed(ConnectionFailures.unwrap(failure)));
              }
            });
  }

  private void onSent(CompletableFuture<HttpResponse<Void>> future) {
    sent = future;
    if (closed && !ended) {
      future.cancel(true);
    }
  }

  private void onConnecting() {
    if (!closed) {
      exchange.onConnecting();
    }
  }

  private void onConnected() {
    if (!closed) {
      exchange.onConnected();
    }
  }

  private void onHead(ResponseInfo head) {
    if (closed) {
      return;
    }
    Reply arrived =
        new Reply(head.statusCode(), head.headers(), new Redaction(key), http.clock().instant());
    exchange.log("HTTP " + arrived.status() + ", log id " + arrived.logId());
    ReplyReader opened = request.protocol().open(arrived, new Output());
    reply = arrived;
    reader = opened;
    exchange.onHead(arrived);
    if (!arrived.successful()) {
      replying = true;
      exchange.onReplying();
    } else if (arrived.encoded()) {
      fail(arrived.malformed("its content has an encoding that was not asked for"));
    } else if (arrived.is("text/event-stream")) {
      decoder =
          new EventStreamDecoder(
              event -> {
                if (!closed && !finished) {
                  opened.onEvent(event);
                }
              });
    } else if (!arrived.is("application/json")) {
      fail(arrived.malformed("its content type is not text/event-stream"));
    }
  }

  private void onSubscription(Subscription given) {
    if (closed) {
      given.cancel();
    } else {
      subscription = given;
      // What a piece brings is handed on before the next is read: that is all the demand there is.
      given.request(Long.MAX_VALUE);
    }
  }

  private void onPiece(List<ByteBuffer> piece) {
    if (closed) {
      return;
    }
    if (replying) {
      exchange.onBytes();
    } else {
      replying = true;
      exchange.onReplying();
    }
    for (ByteBuffer bytes : piece) {
      if (!closed && !finished) {
        read(bytes);
      }
    }
  }

  private void read(ByteBuffer bytes) {
    if (decoder == null) {
      byte[] copy =
          new byte[Math.min(bytes.remaining(), ProviderHttp.MAX_ERROR_BYTES - otherBody.size())];
      bytes.get(copy);
      otherBody.writeBytes(copy);
      if (otherBody.size() == ProviderHttp.MAX_ERROR_BYTES) {
        onOtherReply();
      }
      return;
    }
    try {
      decoder.feed(bytes);
    } catch (EventStreamException tooLong) {
      fail(head().malformed(String.valueOf(tooLong.getMessage())));
    }
  }

  /** The HTTP client has no more to say. */
  private void onBodyEnd(@Nullable Throwable failure) {
    ended = true;
    if (closed) {
      return;
    }
    if (finished) {
      closed = true;
      exchange.onDrained();
    } else if (decoder != null) {
      decoder.end();
      endStream(head().truncated(failure));
      if (finished) {
        closed = true;
        exchange.onDrained();
      }
    } else if (failure != null && head().successful()) {
      fail(head().truncated(failure));
    } else {
      onOtherReply();
      if (finished) {
        closed = true;
        exchange.onDrained();
      }
    }
  }

  /** Time ran out. */
  void onTimeout(ModelException timeout) {
    if (closed) {
      exchange.onFailure(timeout);
    } else if (finished) {
      close();
    } else if (reply != null && !reply.successful()) {
      // The status is known, and says more than that its text did not come.
      onOtherReply();
    } else if (decoder != null) {
      endStream(timeout);
      if (finished) {
        close();
      }
    } else {
      fail(timeout);
    }
  }

  private void endStream(ModelException otherwise) {
    if (reader != null) {
      reader.onEnd();
    }
    if (!closed && !finished) {
      fail(otherwise);
    }
  }

  private void onOtherReply() {
    String body = head().encoded() ? "" : otherBody.toString(StandardCharsets.UTF_8);
    ModelException failure = reader == null ? null : reader.onOtherReply(body);
    if (failure != null) {
      fail(failure);
    } else if (!finished) {
      throw new IllegalStateException("a reader said neither an end nor a failure");
    }
  }

  /** No head came, or after it the client gave up by itself. */
  private void onFailed(Throwable failure) {
    if (closed) {
      return;
    }
    if (reply != null) {
      onBodyEnd(failure);
    } else if (failure instanceof HttpConnectTimeoutException) {
      exchange.timeOut(Phase.CONNECT);
    } else {
      ModelException connection = ConnectionFailures.of(failure);
      if (connection == null) {
        throw new IllegalStateException(failure);
      }
      fail(connection);
    }
  }

  private void fail(ModelException failure) {
    close();
    exchange.onFailure(failure);
  }

  /**
   * Closes the connection, before a reply too, and has the provider stop where that does not. Not
   * an end by itself: nothing is told.
   */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (subscription != null && !ended) {
      subscription.cancel();
    }
    if (sent != null && !ended) {
      sent.cancel(true);
    }
    if (reader != null && !finished) {
      // A turn of its own: should the reader throw, the connection is closed all the same.
      ReplyReader last = reader;
      turns.take(() -> stop(last));
    }
  }

  private void stop(ReplyReader last) {
    StopCall stop = last.stopCall();
    if (stop != null) {
      http.stop(request, stop);
    }
  }

  private Reply head() {
    if (reply == null) {
      throw new IllegalStateException("no head has come");
    }
    return reply;
  }

  @Override
  public void onSubscribe(Subscription given) {
    turns.take(() -> onSubscription(given));
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    turns.take(() -> onPiece(piece));
  }

  @Override
  public void onError(Throwable failure) {
    turns.take(() -> onBodyEnd(failure));
  }

  @Override
  public void onComplete() {
    turns.take(() -> onBodyEnd(null));
  }

  /** Complete from the beginning: what the body says goes to the reader. */
  @Override
  public CompletionStage<Void> getBody() {
    return CompletableFuture.completedFuture(null);
  }

  /** What the reader says, until it has said an end. */
  private final class Output implements ModelListener {

    @Override
    public void onEvent(ModelEvent event) {
      if (!closed && !finished) {
        finished = event instanceof ModelEvent.Finished;
        exchange.onEvent(event);
      }
    }

    @Override
    public void onFailure(ModelException failure) {
      if (!closed && !finished) {
        fail(failure);
      }
    }
  }
}
