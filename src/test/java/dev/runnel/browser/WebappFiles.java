package dev.runnel.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The files of {@code webapp/} without a server behind them, and next to them those of {@code
 * src/test/js}, below {@code /test/}: for modules that need a browser and nothing else. All under
 * the policy of {@code web.PageHeaders}.
 */
final class WebappFiles implements AutoCloseable {

  /** An empty page, to which a test adds. */
  static final String PAGE =
      """
      <!doctype html><html lang="en"><head><title>Test</title><link rel="icon" href="/favicon.svg">
      <link rel="stylesheet" href="/style/tokens.css"><link rel="stylesheet" href="/style/base.css">
      <link rel="stylesheet" href="/markdown/markdown.css"></head><body><main></main></body></html>
      """;

  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> TYPES =
      Map.of("js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  WebappFiles() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The paths that were asked for so far. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      if (path.equals("/")) {
        send(exchange, "text/html;charset=utf-8", PAGE.getBytes(StandardCharsets.UTF_8));
        return;
      }
      Path file =
          path.startsWith("/test/")
              ? Path.of("src/test/js", path.substring("/test/".length()))
              : Path.of("webapp", path.substring(1));
      if (Files.isRegularFile(file)) {
        String suffix = path.substring(path.lastIndexOf('.') + 1);
        send(exchange, TYPES.getOrDefault(suffix, "text/plain"), Files.readAllBytes(file));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
