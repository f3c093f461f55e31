package dev.runnel.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a visitor sees what goes wrong, on pages where something does. */
class VisitTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String SCRIPT = "<script src='script.js'></script>";

  private HttpServer server;
  private String script = "";

  @SuppressWarnings("NullAway.Init") // set before each test
  VisitTest() {}

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/", "text/html", () -> page(SCRIPT));
    serve("/inline", "text/html", () -> page("<script>done = 1</script>"));
    serve("/wide", "text/html", () -> page("<div>" + "wide".repeat(400) + "</div>"));
    serve("/script.js", "text/javascript", () -> script);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void findsNothingOnAGoodPage() {
    script = "console.log('fine')";
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      visit.open(at("/"));
      visit.assertNoFaults();
      visit.assertFits();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          console.error('broken')                          | console: broken
          console.warn('careful')                          | console: careful
          null.x                                           | uncaught: TypeError
          Promise.reject(new Error('alone'))               | uncaught: Error: alone
          document.body.append(Object.assign(new Image(), {src: 'missing'})) | refused: http://127.0.0.1
          fetch('http://127.0.0.1:1/').catch(() => {})     | policy: connect-src
          document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:1/'})) | policy: img-src
          const a = new AbortController(); fetch('script.js?slow', {signal: a.signal}).catch(() => {}); a.abort() | aborted: http://127.0.0.1
          """)
  void findsWhatGoesWrong(String fault, String found) {
    script = fault;
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      visit.open(at("/"));
      assertThatThrownBy(visit::assertNoFaults)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(found);
    }
  }

  @Test
  void findsAScriptThatThePolicyForbids() {
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      visit.open(at("/inline"));
      assertThatThrownBy(visit::assertNoFaults).hasMessageContaining("policy: script-src");
    }
  }

  @Test
  void runsAScriptThatThePolicyForbidsWhereItIsToldTo() {
    try (Visit visit = CHROMIUM.visitWithoutPolicy(View.USUAL)) {
      visit.open(at("/inline"));
      assertThat(visit.page().evaluate("done")).isEqualTo(1);
      visit.assertNoFaults();
    }
  }

  @Test
  void findsWhatIsWiderThanTheWindow() {
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      visit.open(at("/wide"));
      assertThatThrownBy(visit::assertFits).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void keepsNothingOfOneVisitorForAnother() {
    try (Visit one = CHROMIUM.visit(View.USUAL);
        Visit other = CHROMIUM.visit(View.UNUSUAL)) {
      one.open(at("/")).evaluate("localStorage.setItem('kept', 'yes')");
      assertThat(other.open(at("/")).evaluate("localStorage.getItem('kept')")).isNull();
      assertThat(other.page().evaluate("[navigator.language, innerWidth]"))
          .isInstanceOf(List.class)
          .isEqualTo(List.of("en", 320));
    }
  }

  private static String page(String body) {
    return "<!doctype html><html lang=en><link rel=icon href='data:,'><body>" + body;
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @FunctionalInterface
  private interface Body {
    String text();
  }

  private void serve(String path, String type, Body body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange
              .getResponseHeaders()
              .set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:");
          int status = exchange.getRequestURI().getPath().equals("/missing") ? 404 : 200;
          exchange.sendResponseHeaders(status, bytes.length);
          try (exchange) {
            exchange.getResponseBody().write(bytes);
          }
        });
  }
}
