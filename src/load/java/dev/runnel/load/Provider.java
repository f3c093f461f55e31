package dev.runnel.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stand-in for an OpenAI-compatible service that is made for load: thousands of streams on one
 * thread, each as its {@link Plan} says. For any thread.
 */
final class Provider implements AutoCloseable {

  /** Connections that may wait to be accepted. */
  private static final int BACKLOG = 4096;

  private final EventLoop loop = EventLoop.start("provider");
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final Map<String, ProvidedStream> expected = new ConcurrentHashMap<>();
  private final AtomicLong lastName = new AtomicLong();

  /** The open connections; the loop's thread alone touches them. */
  private final Set<ProviderConnection> connections = new HashSet<>();

  private Provider() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
  }

  /** A provider at a free port of the loopback address. */
  static Provider start() throws IOException {
    Provider provider = new Provider();
    provider.loop.execute(provider::listen);
    return provider;
  }

  int port() {
    return server.socket().getLocalPort();
  }

  /** A stream that will be asked for. */
  ProvidedStream expect(Dialect dialect, Plan plan) {
    ProvidedStream stream = new ProvidedStream("s" + lastName.incrementAndGet(), dialect, plan);
    expected.put(stream.name, stream);
    return stream;
  }

  /** Closes the connections that are kept for another request. */
  void closeIdleConnections() {
    loop.execute(() -> List.copyOf(connections).forEach(ProviderConnection::closeIfIdle));
  }

  @Override
  public void close() {
    loop.close();
  }

  private void listen() {
    try {
      loop.register(server, SelectionKey.OP_ACCEPT, this::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
        connections.add(new ProviderConnection(loop, channel, this::stream, connections::remove));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProvidedStream stream(String name) {
    ProvidedStream stream = expected.get(name);
    if (stream == null) {
      throw new IllegalArgumentException("no stream is planned by the name " + name);
    }
    return stream;
  }
}
