package dev.runnel.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The browser that is installed, started once for all tests of a JVM. Without one, or without the
 * Node that drives it, each test is skipped, and says so. Use it as
 *
 * <pre>
 * &#64;RegisterExtension static final Chromium CHROMIUM = new Chromium();
 *
 * &#64;Test
 * void opens() {
 *   try (Visit visit = CHROMIUM.visit(View.USUAL)) {
 *     visit.open(uri);
 *     visit.assertNoFaults();
 *   }
 * }
 * </pre>
 */
public final class Chromium implements BeforeEachCallback {

  private static final String NEEDS =
      "SKIPPED: it needs Chromium (Debian's chromium) and Node (Debian's nodejs) on the PATH";

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

  private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

  private @Nullable Browser browser;

  /** One for a test class, in a static field with {@code @RegisterExtension}. */
  public Chromium() {}

  /** One visitor: nothing of any other is kept. */
  public Visit visit(View view) {
    return Visit.begin(started(), view, false);
  }

  /**
   * The same, whose pages do not hold to their Content Security Policy: for tools that bring
   * scripts of their own along.
   */
  public Visit visitWithoutPolicy(View view) {
    return Visit.begin(started(), view, true);
  }

  private Browser started() {
    if (browser == null) {
      throw new IllegalStateException("a browser is there for as long as a test runs");
    }
    return browser;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Optional<Path> chromium = onPath("chromium").or(() -> onPath("chromium-browser"));
    Optional<Path> node = onPath("node");
    boolean possible = chromium.isPresent() && node.isPresent();
    if (!possible) {
      // A report of skipped tests does not say why.
      System.out.println(NEEDS);
    }
    assumeTrue(possible, NEEDS);
    browser =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                Started.class,
                key -> Started.with(chromium.orElseThrow(), node.orElseThrow()),
                Started.class)
            .browser();
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

  /** Closed by JUnit, when the last test is over. */
  private record Started(Playwright playwright, Browser browser) implements AutoCloseable {

    static Started with(Path chromium, Path node) {
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(
                      Map.of(
                          "PLAYWRIGHT_NODEJS_PATH",
                          node.toString(),
                          "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                          "1")));
      boolean root = "root".equals(System.getProperty("user.name"));
      return new Started(
          playwright,
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(chromium)
                      // Root has no sandbox to be in.
                      .setChromiumSandbox(!root)
                      .setArgs(ARGUMENTS)));
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }
}
