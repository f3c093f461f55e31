package dev.runnel.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The browser that is installed, from its start to its end. */
public final class InstalledBrowser implements AutoCloseable {

  /** What must be there. */
  public static final String NEEDS =
      "it needs Chromium (Debian's chromium) and Node (Debian's nodejs) on the PATH";

  /**
   * What a browser of tests neither needs nor should ask for; and hosts that are not this one's own
   * name, and yet lead here.
   */
  private static final List<String> ARGUMENTS =
      List.of(
          "--host-resolver-rules=MAP *.example 127.0.0.1",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private InstalledBrowser(Path chromium, Path node) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    boolean root = "root".equals(System.getProperty("user.name"));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    // Root has no sandbox to be in.
                    .setChromiumSandbox(!root)
                    .setArgs(ARGUMENTS));
  }

  /** Whether {@link #start} can. */
  public static boolean isThere() {
    return chromium().isPresent() && onPath("node").isPresent();
  }

  /**
   * Starts it.
   *
   * @throws IllegalStateException when it is not there
   */
  public static InstalledBrowser start() {
    if (!isThere()) {
      throw new IllegalStateException(NEEDS);
    }
    return new InstalledBrowser(chromium().orElseThrow(), onPath("node").orElseThrow());
  }

  /** One visitor: nothing of any other is kept. */
  public Visit visit(View view) {
    return Visit.begin(browser, view, false);
  }

  /**
   * The same, whose pages do not hold to their Content Security Policy: for tools that bring
   * scripts of their own along.
   */
  Visit visitWithoutPolicy(View view) {
    return Visit.begin(browser, view, true);
  }

  /** For commands to the browser itself, by the Chrome DevTools Protocol. */
  public CDPSession commands() {
    return browser.newBrowserCDPSession();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Optional<Path> chromium() {
    return onPath("chromium").or(() -> onPath("chromium-browser"));
  }

  private static Optional<Path> onPath(String command) {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH"))
                .orElse("")
                .split(Pattern.quote(File.pathSeparator)))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
