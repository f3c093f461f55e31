package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in a real browser, wherever the application is. A subclass says where. */
abstract class PageTests extends ServerTest {

  /**
   * A page that is loaded anew needs a moment in which its answer goes on. What the pages ask for
   * by themselves, the demo model knows how to answer.
   */
  static final String SETTINGS = "runnel.resume-grace=PT10S\nrunnel.structured-model=demo";

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  /** The demo model writes as slowly as a real one. */
  private static final LocatorAssertions.HasAttributeOptions PATIENT =
      new LocatorAssertions.HasAttributeOptions().setTimeout(60_000);

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

  @Test
  void growsTheDemosAnswerInItsFieldsAndGoesOnAfterAReload() {
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      Page page = SitePage.STRUCTURED.open(visit, root());
      button(page, "开始生成").click();
      Locator title = group(page, "标题").locator(".text");
      assertThat(title).not().isEmpty();
      page.reload();
      assertThat(page.locator("#fields")).hasAttribute("phase", "end", PATIENT);
      assertThat(title).not().isEmpty();
      assertThat(group(page, "摘要").locator(".text")).not().isEmpty();
      visit.assertNoFaults("/helloworld", "/api/streams/");
    }
  }

  @Test
  void growsAnAnswerByASchemaInTheFieldsOfTheSchema() {
    try (Visit visit = CHROMIUM.visit(View.UNUSUAL)) {
      Page page = SitePage.STRUCTURED.open(visit, root());
      page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Your own schema"))
          .check();
      page.getByLabel("Example").selectOption("recipe");
      assertThat(group(page, "ingredients")).isVisible();
      button(page, "Generate").click();
      assertThat(page.locator("#fields")).hasAttribute("phase", "end", PATIENT);
      assertThat(group(page, "ingredients").getByRole(AriaRole.CELL).first()).isVisible();
      assertThat(page.locator("#fields .state")).containsText("valid");
      visit.assertFits();
      visit.assertNoFaults("/api/generate");
    }
  }

  private static Locator group(Page page, String name) {
    return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }
}
