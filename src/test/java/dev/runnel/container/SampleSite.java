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

/**
 * Web sites of others with the samples on them as their owners would change them. Any host below
 * {@code .example} is one: the browser of the tests finds it on this machine, and takes it for one
 * that is not this machine.
 */
final class SampleSite implements AutoCloseable {

  private static final Path SAMPLES = Path.of("src/samples/embed");

  /** What stands in the samples for the place where Runnel is. */
  private static final String RUNNEL = "https://runnel.example/";

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html;charset=utf-8", "js", "text/javascript;charset=utf-8");

  private final HttpServer server;
  private volatile String runnel = RUNNEL;

  private SampleSite(HttpServer server) {
    this.server = server;
  }

  static SampleSite start() throws IOException {
    SampleSite site =
        new SampleSite(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    site.server.createContext("/", site::serve);
    site.server.start();
    return site;
  }

  /** Says where Runnel is, an address with a slash at its end. */
  void embed(URI place) {
    runnel = place.toString();
  }

  /** The origin of one of them. */
  String origin(String host) {
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  /** A sample's file on one of them. */
  URI uri(String host, String path) {
    return URI.create(origin(host) + path);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Path file = SAMPLES.resolve(path.substring(1)).normalize();
      String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
      if (type == null || !file.startsWith(SAMPLES) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] text = Files.readString(file).replace(RUNNEL, runnel).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
