package dev.runnel.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a server that is cut once: as soon as a text has passed to a client, both ends of its
 * connection are closed. Every other connection is left alone. For few clients: it takes two
 * threads for each.
 */
final class CuttingRelay implements AutoCloseable {

  private final ServerSocket listening;
  private final int server;
  private final String text;
  private final AtomicInteger cuts = new AtomicInteger();

  /** Listens on a free port of the loopback address. */
  CuttingRelay(int server, String text) throws IOException {
    this.server = server;
    this.text = text;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Its root, by the name that the server knows as this machine's. */
  URI root() {
    return URI.create("http://localhost:" + listening.getLocalPort() + "/");
  }

  /** The connections that were cut: 1 at most. */
  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket behind = new Socket();
        behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
        start(() -> pass(client, behind, false));
        start(() -> pass(behind, client, true));
      } catch (IOException closed) {
        // Nobody is let in any more, or the server is gone: a client sees its line closed.
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean toClient) {
    StringBuilder seen = new StringBuilder();
    byte[] block = new byte[4096];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        out.write(block, 0, read);
        seen.append(new String(block, 0, read, StandardCharsets.ISO_8859_1));
        if (toClient && seen.indexOf(text) >= 0 && cuts.compareAndSet(0, 1)) {
          return;
        }
      }
    } catch (IOException closed) {
      // By the other direction, or an end: then this one is over, too.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
