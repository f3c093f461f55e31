package dev.runnel.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  private static final String NEEDS = "SKIPPED: " + InstalledBrowser.NEEDS;

  private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

  private @Nullable InstalledBrowser browser;

  /** One for a test class, in a static field with {@code @RegisterExtension}. */
  public Chromium() {}

  /** One visitor: nothing of any other is kept. */
  public Visit visit(View view) {
    return started().visit(view);
  }

  /**
   * The same, whose pages do not hold to their Content Security Policy: for tools that bring
   * scripts of their own along.
   */
  public Visit visitWithoutPolicy(View view) {
    return started().visitWithoutPolicy(view);
  }

  private InstalledBrowser started() {
    if (browser == null) {
      throw new IllegalStateException("a browser is there for as long as a test runs");
    }
    return browser;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    boolean possible = InstalledBrowser.isThere();
    if (!possible) {
      // A report of skipped tests does not say why.
      System.out.println(NEEDS);
    }
    assumeTrue(possible, NEEDS);
    // Closed by JUnit, when the last test is over.
    browser =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                InstalledBrowser.class, key -> InstalledBrowser.start(), InstalledBrowser.class);
  }
}
