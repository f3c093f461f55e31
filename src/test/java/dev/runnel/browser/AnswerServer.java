package dev.runnel.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runnel.standin.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The pages as they are in the sources, under the product's policy, and structured answers of which
 * a test tells each event when it wants to: each is a log, a connection reads it from where its
 * client was. Asked by any thread.
 */
final class AnswerServer implements AutoCloseable {

  private static final Path PAGES = Path.of("webapp");

  /** What {@code web/PageHeaders} sends. */
  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Log> logs = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile String host = "";

  private AnswerServer(HttpServer server) {
    this.server = server;
  }

  static AnswerServer start() throws IOException {
    AnswerServer answers =
        new AnswerServer(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    answers.server.setExecutor(answers.threads);
    answers.server.createContext("/", answers::page);
    answers.server.createContext("/api/generate", answers::begin);
    answers.server.createContext("/api/streams/", answers::follow);
    answers.server.start();
    return answers;
  }

  /** A page of somebody's own, in English, with the element's module. */
  URI host(String body) {
    host =
        """
        <!doctype html><html lang="en"><head><title>A portal</title>
        <link rel="icon" href="favicon.svg">
        <script type="module" src="fields/runnel-fields.js"></script></head>
        <body>%s</body></html>
        """
            .formatted(body);
    return at("/host.html");
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The bodies of the requests for an answer: each has bought one. */
  List<String> asked() {
    return bodies;
  }

  /** The next events of the answer that was asked for last; waits until there is one. */
  void tell(String... events) {
    last().append(List.of(events));
  }

  /** The connections break; the answer goes on. */
  void cut() {
    last().cut();
  }

  private Log last() {
    Await.until("an answer is asked for", () -> !logs.isEmpty());
    return logs.get(logs.size() - 1);
  }

  private void begin(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Log log = new Log("answer-" + logs.size());
    logs.add(log);
    log.send(exchange, 0);
  }

  private void follow(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestURI().getPath().substring("/api/streams/".length());
    Log log = logs.stream().filter(it -> it.id.equals(id)).findFirst().orElseThrow();
    if (exchange.getRequestMethod().equals("DELETE")) {
      log.append(List.of("{\"status\":\"cancelled\",\"message\":\"\"}"));
      reply(exchange, 200, "application/json", utf8("{\"ended\":\"cancelled\"}"));
      return;
    }
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    log.send(exchange, last == null ? 0 : Integer.parseInt(last.substring(id.length() + 1)));
  }

  private void page(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
    if (path.equals("/host.html")) {
      reply(exchange, 200, "text/html;charset=UTF-8", utf8(host));
      return;
    }
    Path file = PAGES.resolve(path.substring(1)).normalize();
    boolean there = file.startsWith(PAGES) && Files.isRegularFile(file);
    reply(exchange, there ? 200 : 404, type(path), there ? Files.readAllBytes(file) : new byte[0]);
  }

  private static String type(String path) {
    if (path.endsWith(".js")) {
      return "text/javascript";
    }
    if (path.endsWith(".css")) {
      return "text/css";
    }
    return path.endsWith(".svg") ? "image/svg+xml" : "text/html;charset=UTF-8";
  }

  private static void reply(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    logs.forEach(Log::cut);
    server.stop(0);
    threads.shutdownNow();
  }

  private static final class Log {
    private final String id;
    private final List<String> events = new ArrayList<>();
    private int cuts;

    Log(String id) {
      this.id = id;
    }

    synchronized void append(List<String> more) {
      events.addAll(more);
      notifyAll();
    }

    synchronized void cut() {
      cuts++;
      notifyAll();
    }

    /** Everything after a position, until the end or a cut. */
    void send(HttpExchange exchange, int after) throws IOException {
      int cutsBefore = cuts();
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.getResponseHeaders().set("X-Stream-Id", id);
      exchange.sendResponseHeaders(200, 0);
      try (exchange) {
        OutputStream out = exchange.getResponseBody();
        out.write(utf8(":\n\n"));
        out.flush();
        int position = after;
        for (String event = next(position, cutsBefore);
            event != null;
            event = next(position, cutsBefore)) {
          position++;
          String frame = "id: %s.%d\ndata: %s\n\n".formatted(id, position, event);
          out.write(utf8(frame));
          out.flush();
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized int cuts() {
      return cuts;
    }

    private synchronized @Nullable String next(int position, int cutsBefore)
        throws InterruptedException {
      while (position >= events.size() && cuts == cutsBefore && !ended()) {
        wait();
      }
      return position < events.size() && cuts == cutsBefore ? events.get(position) : null;
    }

    private boolean ended() {
      return !events.isEmpty()
          && events.get(events.size() - 1).matches("\\{\"status\":\"(end|error|cancelled)\".*");
    }
  }
}
