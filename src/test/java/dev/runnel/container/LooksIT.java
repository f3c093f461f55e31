package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.Guidelines;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whether all can use the pages in each of their states, and what the READMEs show of them. */
@OnOneServer
class LooksIT extends ServerTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  static final List<String> LOCALES = View.LOCALES;

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

  private static final String RIVERS =
      """
      {"title": "The rivers of Fujian", "summary": "Short, steep and full: they rise in the \
      Wuyi mountains and reach the sea within 600 km.", "rivers": [{"name": "Min", "length_km": \
      562}, {"name": "Jiulong", "length_km": 285}, {"name": "Ting""";

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war(PageTests.SETTINGS);
  }

  @ParameterizedTest
  @FieldSource("LOCALES")
  void chatKeepsToTheGuidelines(String locale) {
    Gate gate = new Gate();
    play("looked at: a river", RIVER, gate);
    try (Visit visit = visit(locale)) {
      Page page = open(visit, SitePage.CHAT);
      assertKept(visit, locale, "empty");
      PageUse.ask(page, "looked at: a river");
      assertThat(page.locator(".answer__text")).containsText("第二段");
      assertKept(visit, locale, "streaming");
      gate.open();
      assertThat(page.locator(".answer__figures")).containsText("214");
      assertKept(visit, locale, "finished");
      PageUse.ask(page, "status 401");
      assertThat(page.getByRole(AriaRole.ALERT).getByText("log-401")).isVisible();
      assertKept(visit, locale, "error");
      visit.look(View.allIn(locale).get(0));
      page.locator("[aria-controls=conversations]").click();
      assertThat(page.locator("[part=conversations]")).isVisible();
      assertKept(visit, locale, "list");
    } finally {
      gate.open();
    }
  }

  @ParameterizedTest
  @FieldSource("LOCALES")
  void formKeepsToTheGuidelines(String locale) {
    Gate gate = new Gate();
    play("looked at: the rivers", RIVERS, gate);
    try (Visit visit = visit(locale)) {
      Page page = open(visit, SitePage.STRUCTURED);
      assertKept(visit, locale, "empty");
      PageUse.generate(page, "say {\"title\":\"a\",|\"tags\":[\"b\",1]}");
      assertKept(visit, locale, "finished");
      PageUse.begin(page, "looked at: the rivers");
      assertThat(page.locator("#fields")).containsText("Ting");
      assertKept(visit, locale, "streaming");
      // The text ends in the middle of the document.
      gate.open();
      assertThat(page.locator("#fields").getByRole(AriaRole.ALERT)).isVisible();
      assertKept(visit, locale, "error");
    } finally {
      gate.open();
    }
  }

  @ParameterizedTest
  @FieldSource("LOCALES")
  void adminKeepsToTheGuidelines(String locale) throws Exception {
    try (StreamClient live = live("looked at by an administrator");
        Visit visit = visit(locale)) {
      Page page = open(visit, SitePage.ADMIN);
      assertThat(page.locator("#streams tbody")).containsText(live.streamId());
      assertKept(visit, locale, "live");
    }
  }

  @ParameterizedTest
  @FieldSource("LOCALES")
  void apiPageKeepsToTheGuidelines(String locale) {
    try (Visit visit = visit(locale)) {
      Page page = open(visit, SitePage.API);
      assertKept(visit, locale, "before");
      PageUse.tryChat(page, "{\"model\":\"ark\",\"message\":\"say One| answer\"}");
      assertKept(visit, locale, "tried");
    }
  }

  @Test
  void eventSourcePageKeepsToTheGuidelines() {
    String locale = View.USUAL.locale();
    try (Visit visit = visit(locale)) {
      Page page = open(visit, SitePage.EVENT_SOURCE);
      assertKept(visit, locale, "before");
      PageUse.listen(page);
      assertKept(visit, locale, "finished");
    }
  }

  /** A chat, a form and the administrators' page, while answers are being written. */
  @Test
  void looksAsTheReadmeShowsIt() throws Exception {
    Gate gate = new Gate();
    try {
      play("闽江从哪里流到哪里？", RIVER, gate);
      play("The rivers of Fujian", RIVERS, gate);
      try (Visit visit = CHROMIUM.visit(View.USUAL)) {
        Page page = open(visit, SitePage.CHAT);
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
        Page page = open(visit, SitePage.STRUCTURED);
        PageUse.begin(page, "The rivers of Fujian");
        assertThat(page.locator("#fields")).containsText("Ting");
        shoot(page, "fields");
      }
      try (StreamClient one = live("seen in a picture");
          Visit visit = CHROMIUM.visit(new View("en", ColorScheme.DARK, 1280))) {
        Page page = open(visit, SitePage.ADMIN);
        assertThat(page.locator("#streams tbody")).containsText(one.streamId());
        shoot(page, "admin");
      }
    } finally {
      gate.open();
    }
  }

  private Page open(Visit visit, SitePage site) {
    return site.open(visit, uri(""));
  }

  private StreamClient live(String question) throws IOException {
    ScriptedProvider.plays(
        question, Script.eventStream().send(ScriptedProvider.arkDelta("first")).stall());
    String body = "{\"model\":\"ark\",\"message\":\"" + question + "\"}";
    return StreamClient.open("POST", uri("api/chat"), body).readUntil("first");
  }

  /** Somebody whose browser lets the tool in. */
  private static Visit visit(String locale) {
    return CHROMIUM.visitWithoutPolicy(View.allIn(locale).get(0));
  }

  private static void assertKept(Visit visit, String locale, String state) {
    for (View view : View.allIn(locale)) {
      visit.look(view);
      Guidelines.assertKeptBy(visit.page(), state + ", " + view);
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
}
