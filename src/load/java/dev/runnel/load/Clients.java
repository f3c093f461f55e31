package dev.runnel.load;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All clients of one server: thousands of connections on one thread. For any thread. */
final class Clients implements AutoCloseable {

  private final EventLoop loop = EventLoop.start("clients");
  private final int port;

  /** Clients of the server at a port of the loopback address. */
  Clients(int port) throws IOException {
    this.port = port;
  }

  /** A client that asks for its stream after a time. */
  ClientStream open(
      ProvidedStream provided,
      Samples firstEvent,
      Samples addedLatency,
      long afterNanos,
      Consumer<ClientStream> setUp) {
    ClientStream stream = new ClientStream(loop, port, provided, firstEvent, addedLatency);
    setUp.accept(stream);
    after(afterNanos, stream::open);
    return stream;
  }

  /** Stops a stream by its id. */
  CompletableFuture<WholeReply> stop(String streamId) {
    return request(Requests.stop(port, Requests.streamPath(streamId)));
  }

  /** Reads a stream that has ended from its beginning. */
  CompletableFuture<WholeReply> read(String streamId) {
    return request(Requests.resume(port, Requests.streamPath(streamId), ""));
  }

  /** A client that asks for a stream from its beginning and reads nothing. */
  CompletableFuture<ClientConnection> stall(String streamId) {
    byte[] request = Requests.resume(port, Requests.streamPath(streamId), "");
    CompletableFuture<ClientConnection> connection = new CompletableFuture<>();
    loop.execute(
        () ->
            connection.complete(
                ClientConnection.open(loop, port, Reading.NEVER, request, new Ignored())));
    return connection;
  }

  /** Nothing is read, so nothing is told. */
  private static final class Ignored implements ClientConnection.Listener {
    @Override
    public void received(byte[] bytes, int length) {
      throw new IllegalStateException("a client that reads nothing has read");
    }

    @Override
    public void ended(@Nullable IOException failure) {
      // The server gave it up: what that frees is what is measured.
    }
  }

  /** Has something done on the clients' thread after a time. */
  void after(long nanos, Runnable task) {
    loop.execute(() -> loop.after(nanos, task));
  }

  @Override
  public void close() {
    loop.close();
  }

  private CompletableFuture<WholeReply> request(byte[] request) {
    CompletableFuture<WholeReply> reply = new CompletableFuture<>();
    loop.execute(() -> new WholeReplyReader(loop, port, request, reply));
    return reply;
  }
}
