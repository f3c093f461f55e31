package dev.runnel.load;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A tab that nobody watches. To Playwright's own pages the browser tells of every piece that comes
 * by the network, which costs their main thread more than the piece itself: what is measured there
 * is not what a reader has. Not thread-safe.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/tot/Target/">Target domain</a>
 */
final class Tab implements AutoCloseable {

  private static final int WIDTH_PIXELS = 1280;
  private static final int HEIGHT_PIXELS = 800;

  /** How long an answer of the tab, or a page, is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Gson GSON = new Gson();

  private final CDPSession browser;
  private final String context;
  private final String session;
  private final Map<Integer, JsonObject> replies = new HashMap<>();
  private int sent;

  private Tab(CDPSession browser, String context) {
    this.browser = browser;
    this.context = context;
    JsonObject target =
        browser.send(
            "Target.createTarget",
            object(
                Map.of(
                    "url",
                    "about:blank",
                    "browserContextId",
                    context,
                    "width",
                    WIDTH_PIXELS,
                    "height",
                    HEIGHT_PIXELS,
                    "newWindow",
                    true)));
    browser.on("Target.receivedMessageFromTarget", this::hear);
    session =
        browser
            .send(
                "Target.attachToTarget",
                object(Map.of("targetId", target.get("targetId").getAsString(), "flatten", false)))
            .get("sessionId")
            .getAsString();
  }

  /** One of a visitor of whom nothing is kept. */
  static Tab open(CDPSession browser) {
    return new Tab(
        browser, browser.send("Target.createBrowserContext").get("browserContextId").getAsString());
  }

  /** Another one of the same visitor. */
  Tab another() {
    return new Tab(browser, context);
  }

  /** Goes to a page and waits until it has loaded. */
  void go(URI address) {
    send("Page.navigate", object(Map.of("url", address.toString())));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!evaluate("() => `${document.readyState} ${location.href}`", "")
        .getAsString()
        .equals("complete " + address)) {
      requireBefore(end, "the page " + address);
    }
  }

  /**
   * Calls a function in the page.
   *
   * @param function its source; it may be async
   * @param given its argument, by value
   * @return what it returns, by value
   */
  JsonElement evaluate(String function, Object given) {
    JsonObject reply =
        send(
            "Runtime.evaluate",
            object(
                Map.of(
                    "expression",
                    "(" + function + ")(" + GSON.toJson(given) + ")",
                    "awaitPromise",
                    true,
                    "returnByValue",
                    true)));
    if (reply.has("exceptionDetails")) {
      throw new IllegalStateException(reply.get("exceptionDetails").toString());
    }
    return reply.getAsJsonObject("result").get("value");
  }

  /** Sends a command and waits for its result. */
  JsonObject send(String method, JsonObject parameters) {
    int id = ++sent;
    JsonObject message = object(Map.of("id", id, "method", method, "params", parameters));
    browser.send(
        "Target.sendMessageToTarget",
        object(Map.of("sessionId", session, "message", message.toString())));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!replies.containsKey(id)) {
      requireBefore(end, "an answer to " + method);
      // What the browser has told meanwhile is heard by who asks it something.
      browser.send("Browser.getVersion");
    }
    JsonObject reply = replies.remove(id);
    if (reply.has("error")) {
      throw new IllegalStateException(method + ": " + reply.get("error"));
    }
    return reply.getAsJsonObject("result");
  }

  private void hear(JsonObject event) {
    if (event.get("sessionId").getAsString().equals(session)) {
      JsonObject message =
          JsonParser.parseString(event.get("message").getAsString()).getAsJsonObject();
      if (message.has("id")) {
        replies.put(message.get("id").getAsInt(), message);
      }
    }
  }

  private static void requireBefore(long end, String what) {
    if (System.nanoTime() - end > 0) {
      throw new IllegalStateException(what + " did not come within " + PATIENCE);
    }
    LockSupport.parkNanos(LOOK_NANOS);
  }

  private static JsonObject object(Map<String, ?> members) {
    return GSON.toJsonTree(members).getAsJsonObject();
  }

  /** With all tabs of its visitor. */
  @Override
  public void close() {
    browser.send("Target.disposeBrowserContext", object(Map.of("browserContextId", context)));
  }
}
