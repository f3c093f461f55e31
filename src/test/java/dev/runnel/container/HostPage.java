package dev.runnel.container;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A page of another server, with styles that would break what they reach. */
final class HostPage implements AutoCloseable {

  private static final String STYLES =
      """
      <style>
        html { font: 62.5%/3 serif; color: red; text-align: center }
        button, textarea, ul { display: none !important }
        runnel-chat { height: 600px; width: 420px }
      </style>
      """;

  private final HttpServer server;

  private HostPage(HttpServer server) {
    this.server = server;
  }

  /**
   * Serves one page.
   *
   * @param root where the element's server is, with a slash at the end
   * @param body what the page shows
   */
  static HostPage with(URI root, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] page =
        ("<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href='data:,'>"
                + STYLES
                + "<script type=module src='%schat/runnel-chat.js'></script>".formatted(root)
                + body)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          try (exchange) {
            exchange.getResponseBody().write(page);
          }
        });
    server.start();
    return new HostPage(server);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
