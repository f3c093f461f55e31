package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.runnel.browser.Guidelines;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages where the server's own root is the application's, and whether all can use them. */
class PagesIT extends PageTests {

  private static final String FORGET_ALL_CONVERSATIONS =
      """
      async () => {
        const { conversations } = await (await fetch('api/conversations')).json();
        for (const { id } of conversations) {
          await fetch(`api/conversations/${id}`, { method: 'DELETE' });
        }
      }
      """;

  private static final String RIVER =
      """
      闽江发源于武夷山脉，在福州附近注入东海，全长约 **562 公里**。这是**重点：**它几乎全程都在福建境内。

      | 河段 | 长度 | 流经 |
      | --- | ---: | --- |
      | 上游 | 256 km | 建宁、南平 |
      | 中游 | 183 km | 南平、闽清 |
      | 下游 | 123 km | 福州 |

      ```python
      total = sum(length for _, length in reaches)
      print(f"{total} km")
      ```

      第二段说说它的支流：""";

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

  /** A chat, a form and the administrators' page, while answers are being written. */
  @Test
  void looksAsTheReadmeShowsIt() throws Exception {
    Gate gate = new Gate();
    try {
      play("闽江从哪里流到哪里？", RIVER, gate);
      play(
          "The rivers of Fujian",
          """
          {"title": "The rivers of Fujian", "summary": "Short, steep and full: they rise in the \
          Wuyi mountains and reach the sea within 600 km.", "rivers": [{"name": "Min", "length_km": \
          562}, {"name": "Jiulong", "length_km": 285}, {"name": "Ting""",
          gate);
      try (Visit visit = CHROMIUM.visit(View.USUAL)) {
        Page page = SitePage.CHAT.open(visit, root());
        // What other tests have asked is not for the picture.
        page.evaluate(FORGET_ALL_CONVERSATIONS);
        page.reload();
        ScriptedProvider.plays(
            "你好！",
            Script.eventStream()
                .send(ScriptedProvider.arkDelta("你好！我能帮你做什么？"))
                .send(ScriptedProvider.ARK_END));
        PageUse.chat(page, "你好！");
        PageUse.ask(page, "闽江从哪里流到哪里？");
        assertThat(page.locator(".answer__text").last()).containsText("第二段");
        shoot(page, "chat");
      }
      try (Visit visit = CHROMIUM.visit(new View("en", ColorScheme.LIGHT, 1280))) {
        Page page = SitePage.STRUCTURED.open(visit, root());
        PageUse.begin(page, "The rivers of Fujian");
        assertThat(page.locator("#fields")).containsText("Ting");
        shoot(page, "fields");
      }
      try (StreamClient one = live("seen in a picture");
          Visit visit = CHROMIUM.visit(new View("en", ColorScheme.DARK, 1280))) {
        Page page = SitePage.ADMIN.open(visit, root());
        assertThat(page.locator("#streams tbody")).containsText(one.streamId());
        shoot(page, "admin");
      }
    } finally {
      gate.open();
    }
  }

  /** Tells an answer piece by piece, and then waits. */
  private static void play(String question, String answer, Gate gate) {
    Script script = Script.eventStream();
    for (String piece : answer.split("(?s)(?<=\\G.{16})", -1)) {
      script = script.send(ScriptedProvider.arkDelta(piece));
    }
    ScriptedProvider.plays(question, script.await(gate).send(ScriptedProvider.ARK_END));
  }

  /** {@code -Dscreenshots=docs} renews the pictures of the README. */
  private static void shoot(Page page, String name) throws IOException {
    Path picture = Path.of(System.getProperty("screenshots"), name + ".png");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(picture).setAnimations(ScreenshotAnimations.DISABLED));
    assertThat(Files.size(picture)).as(picture.toString()).isGreaterThan(10_000);
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
