package dev.runnel.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.List;

/** One visitor with one tab: a browser context of its own, whose faults are watched. */
public final class Visit implements AutoCloseable {

  private static final int HEIGHT_PIXELS = 800;

  /**
   * What can be scrolled sideways, in shadow trees too; code, tables of answers and what the reader
   * writes may be.
   */
  private static final String WIDER_THAN_THE_WINDOW =
      """
      () => {
        const below = (root) => [...root.querySelectorAll('*')].flatMap((it) =>
          [it, ...(it.shadowRoot === null ? [] : below(it.shadowRoot))]);
        return [document.scrollingElement, ...below(document.body)]
        .filter((it) => it.scrollWidth > it.clientWidth && it.clientWidth > 0)
        .filter((it) => it === document.scrollingElement
          || (['auto', 'scroll'].includes(getComputedStyle(it).overflowX)
              && !it.matches('pre, textarea, input, .table')))
        .map((it) => `${it.tagName}#${it.id}.${it.className}: ${it.scrollWidth} in ${it.clientWidth}`);
      }
      """;

  /** Colours change by way of others; what is not shown would never be done with that. */
  private static final String END_TRANSITIONS =
      """
      async () => {
        const roots = (root) => [root, ...[...root.querySelectorAll('*')]
          .flatMap((it) => it.shadowRoot === null ? [] : roots(it.shadowRoot))];
        const running = () => roots(document).flatMap((it) => it.getAnimations())
          .filter((it) => it instanceof CSSTransition);
        do {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          for (const it of running()) it.finish();
        } while (running().length > 0);
      }
      """;

  private final BrowserContext context;
  private final Page page;
  private final Faults faults;

  private Visit(BrowserContext context, Page page, Faults faults) {
    this.context = context;
    this.page = page;
    this.faults = faults;
  }

  static Visit begin(Browser browser, View view, boolean withoutPolicy) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale(view.locale())
                .setColorScheme(view.scheme())
                .setViewportSize(view.widthPixels(), HEIGHT_PIXELS)
                .setBypassCSP(withoutPolicy));
    Faults faults = Faults.of(context);
    return new Visit(context, context.newPage(), faults);
  }

  /** Opens an address and asserts that something is there. */
  public Page open(URI uri) {
    Response response = page.navigate(uri.toString());
    assertThat(response.status()).as(uri.toString()).isEqualTo(200);
    return page;
  }

  /** The tab. */
  public Page page() {
    return page;
  }

  /** Looks at the same page another way. The language stays: a page asks for it once. */
  public void look(View view) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(view.scheme()));
    page.setViewportSize(view.widthPixels(), HEIGHT_PIXELS);
    page.evaluate(END_TRANSITIONS);
  }

  /**
   * Asserts that nothing went wrong so far: see {@link Faults}.
   *
   * @param givenUp parts of the paths of requests that the page may have ended itself
   */
  public void assertNoFaults(String... givenUp) {
    // What the page has said before this is told before its answer.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    assertThat(faults.but(givenUp)).isEmpty();
  }

  /** Asserts that nobody has to scroll sideways. */
  public void assertFits() {
    assertThat((List<?>) page.evaluate(WIDER_THAN_THE_WINDOW)).isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
