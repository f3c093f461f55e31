package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in a real browser, wherever the application is. A subclass says where. */
abstract class PageTests extends ServerTest {

  /** A page that is loaded anew needs a moment in which its answer goes on. */
  static final String SETTINGS = "runnel.resume-grace=PT10S";

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  /** Where the pages are: an address that ends with a slash. */
  abstract URI root();

  static Stream<Arguments> everyPageInEveryLightView() {
    return Stream.of(SitePage.values())
        .flatMap(
            page ->
                View.all().stream()
                    .filter(view -> view.scheme() == ColorScheme.LIGHT)
                    .map(view -> Arguments.of(page, view)));
  }

  @ParameterizedTest
  @MethodSource("everyPageInEveryLightView")
  void opensWithoutAFault(SitePage site, View view) {
    try (Visit visit = CHROMIUM.visit(view)) {
      Page page = site.open(visit, root());
      assertThat(page.locator("html")).hasAttribute("lang", site.language(view));
      visit.assertFits();
      visit.look(view.in(ColorScheme.DARK));
      visit.assertFits();
      visit.assertNoFaults();
    }
  }
}
