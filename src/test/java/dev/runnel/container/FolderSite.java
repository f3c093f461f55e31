package dev.runnel.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A folder as any file server would show it, at an origin of its own on the loopback address. */
final class FolderSite implements AutoCloseable {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "js", "text/javascript",
          "mjs", "text/javascript",
          "css", "text/css",
          "svg", "image/svg+xml",
          "txt", "text/plain;charset=utf-8");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private FolderSite(HttpServer server) {
    this.server = server;
  }

  static FolderSite of(Path folder) throws IOException {
    FolderSite site =
        new FolderSite(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    site.server.setExecutor(site.threads);
    Path root = folder.toRealPath();
    site.server.createContext("/", exchange -> show(root, exchange));
    site.server.start();
    return site;
  }

  /** One more page, which is not in the folder. */
  FolderSite with(String path, String html) {
    byte[] page = html.getBytes(StandardCharsets.UTF_8);
    server.createContext(path, exchange -> reply(exchange, 200, TYPES.get("html"), page));
    return this;
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void show(Path root, HttpExchange exchange) throws IOException {
    Path file = root.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
    if (Files.isDirectory(file)) {
      file = file.resolve("index.html");
    }
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      reply(exchange, 404, "text/plain", new byte[0]);
      return;
    }
    String name = file.getFileName().toString();
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    reply(
        exchange, 200, type == null ? "application/octet-stream" : type, Files.readAllBytes(file));
  }

  private static void reply(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
