package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.runnel.browser.Guidelines;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages where the server's own root is the application's, and whether all can use them. */
class PagesIT extends PageTests {

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war(SETTINGS);
  }

  @Override
  URI root() {
    return uri("");
  }

  static Stream<Arguments> everyPageInEveryLanguage() {
    return Stream.of(SitePage.values())
        .flatMap(page -> View.LOCALES.stream().map(locale -> Arguments.of(page, locale)));
  }

  @ParameterizedTest
  @MethodSource("everyPageInEveryLanguage")
  void keepsToTheGuidelinesBeforeAndAfterItsUse(SitePage site, String locale) throws Exception {
    List<View> views = View.all().stream().filter(view -> view.locale().equals(locale)).toList();
    try (Visit visit = CHROMIUM.visitWithoutPolicy(new View(locale, ColorScheme.DARK, 320));
        StreamClient live = live("looked at by an administrator")) {
      Page page = site.open(visit, root());
      Guidelines.assertKeptBy(page, "before");
      use(site, page, live);
      for (View view : views) {
        visit.look(view);
        Guidelines.assertKeptBy(page, view.toString());
      }
    }
  }

  private static void use(SitePage site, Page page, StreamClient live) throws IOException {
    switch (site) {
      case CHAT -> PageUse.chat(page, "say One| answer");
      case STRUCTURED -> PageUse.generate(page, "say {\"title\":\"a\",|\"tags\":[\"b\",1]}");
      case API -> PageUse.tryChat(page, "{\"model\":\"ark\",\"message\":\"say One| answer\"}");
      case EVENT_SOURCE -> PageUse.listen(page);
      case ADMIN -> assertThat(page.locator("#streams tbody")).containsText(live.streamId());
    }
  }
}
