package dev.runnel.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A provider on the loopback address that follows scripts: real sockets, real HTTP, no mocks. Each
 * connection has a thread of its own. What it saw can be asked by any thread.
 */
public final class ProviderStandIn implements AutoCloseable {

  private static final int BACKLOG = 200;

  private final ServerSocket server;
  private final Function<RecordedRequest, Script> scripts;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<StandInConnection> open = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Integer> closedByPeer = ConcurrentHashMap.newKeySet();

  private ProviderStandIn(ServerSocket server, Function<RecordedRequest, Script> scripts) {
    this.server = server;
    this.scripts = scripts;
  }

  /** Begins to listen at a free port. */
  public static ProviderStandIn start(Function<RecordedRequest, Script> scripts)
      throws IOException {
    return start(0, scripts);
  }

  /** Begins to listen at a port. */
  public static ProviderStandIn start(int port, Function<RecordedRequest, Script> scripts)
      throws IOException {
    return start(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()), scripts);
  }

  /** Begins to listen at a socket that is bound, one for TLS perhaps. */
  public static ProviderStandIn start(
      ServerSocket server, Function<RecordedRequest, Script> scripts) {
    ProviderStandIn standIn = new ProviderStandIn(server, scripts);
    thread("stand-in accepts", standIn::accept);
    return standIn;
  }

  /** Its address over plain HTTP, with a path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** Its port. */
  public int port() {
    return server.getLocalPort();
  }

  /** The requests so far, in the order in which they were whole. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The connections that were opened. */
  public int connections() {
    return connections.get();
  }

  /** The connections that the peer closed, in any way. */
  public int closedByPeer() {
    return closedByPeer.size();
  }

  /** Whether the peer closed a connection, in any way. */
  public boolean closedByPeer(int connection) {
    return closedByPeer.contains(connection);
  }

  /** Stops listening and closes all connections. Fails when a script broke. */
  @Override
  public void close() throws IOException {
    server.close();
    for (StandInConnection connection : open) {
      connection.close();
    }
    Throwable first = broken.peek();
    if (first != null) {
      throw new IllegalStateException("a script broke", first);
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        int number = connections.incrementAndGet();
        thread("stand-in connection " + number, () -> serve(number, socket));
      }
    } catch (SocketException closed) {
      if (!server.isClosed()) {
        broken.add(closed);
      }
    } catch (IOException failure) {
      broken.add(failure);
    }
  }

  private void serve(int number, Socket socket) {
    try (socket) {
      StandInConnection connection = new StandInConnection(number, socket);
      open.add(connection);
      try {
        converse(connection);
      } catch (IOException closed) {
        // By close() here, by a script, or else by the peer: a write or read that breaks off.
        if (!connection.closed()) {
          closedByPeer.add(connection.number());
        }
      } finally {
        open.remove(connection);
      }
    } catch (IOException | InterruptedException | RuntimeException failure) {
      broken.add(failure);
    }
  }

  private void converse(StandInConnection connection) throws IOException, InterruptedException {
    while (!connection.closed()) {
      RecordedRequest request = connection.next();
      if (request == null) {
        closedByPeer.add(connection.number());
        return;
      }
      Script script = scripts.apply(request);
      requests.add(request);
      script.play(connection);
    }
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
