package dev.runnel.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What goes wrong in a browser context: errors and warnings on the console, errors that no page
 * caught, requests that failed or were refused, and what the Content Security Policy forbade.
 */
final class Faults {

  private static final String BINDING = "runnelTestViolation";

  private static final String WATCH_VIOLATIONS =
      """
      addEventListener('securitypolicyviolation', (event) =>
        window.%s(`${event.effectiveDirective} forbids ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`));
      """
          .formatted(BINDING);

  private static final Set<String> LOUD = Set.of("error", "warning", "assert");

  /** How Chromium names the end of a request that its page did not want any more. */
  private static final String ABORTED = "net::ERR_ABORTED";

  private final List<String> found = new ArrayList<>();
  private final List<URI> aborted = new ArrayList<>();

  private Faults() {}

  static Faults of(BrowserContext context) {
    Faults faults = new Faults();
    context.onConsoleMessage(faults::hear);
    context.onWebError(error -> faults.found.add("uncaught: " + error.error()));
    context.onRequestFailed(faults::failed);
    context.onResponse(faults::answered);
    context.exposeBinding(
        BINDING,
        (source, arguments) -> {
          faults.found.add("policy: " + arguments[0]);
          return null;
        });
    context.addInitScript(WATCH_VIOLATIONS);
    return faults;
  }

  /** All of them, but not the requests to some paths that their page gave up itself. */
  List<String> but(String... givenUp) {
    return Stream.concat(
            found.stream(),
            aborted.stream()
                .filter(uri -> Stream.of(givenUp).noneMatch(uri.getPath()::contains))
                .map(uri -> "aborted: " + uri))
        .toList();
  }

  private void hear(ConsoleMessage message) {
    if (LOUD.contains(message.type())) {
      found.add("console: " + message.text() + " at " + message.location());
    }
  }

  private void failed(Request request) {
    if (ABORTED.equals(request.failure())) {
      aborted.add(URI.create(request.url()));
    } else {
      found.add("failed: " + request.url() + ": " + request.failure());
    }
  }

  private void answered(Response response) {
    if (response.status() >= 400) {
      found.add("refused: " + response.url() + ": " + response.status());
    }
  }
}
