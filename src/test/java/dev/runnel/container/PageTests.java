package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in a real browser, wherever the application is. A subclass says where. */
abstract class PageTests extends ServerTest {

  /** A page that is loaded anew needs a moment in which its answer goes on. */
  static final String SETTINGS = "runnel.resume-grace=PT10S";

  /** A page closes a stream itself, as soon as it has heard its end. */
  private static final String[] STREAMS = {
    "/api/chat", "/api/generate", "/api/streams/", "/helloworld"
  };

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  /** Where the pages are: an address that ends with a slash. */
  abstract URI root();

  static Stream<Arguments> everyPageInEveryLanguage() {
    return Stream.of(SitePage.values())
        .flatMap(page -> View.LOCALES.stream().map(locale -> Arguments.of(page, locale)));
  }

  @ParameterizedTest
  @MethodSource("everyPageInEveryLanguage")
  void opensWithoutAFault(SitePage site, String locale) {
    List<View> views = View.allIn(locale);
    try (Visit visit = CHROMIUM.visit(views.get(0))) {
      Page page = site.open(visit, root());
      assertThat(page.locator("html")).hasAttribute("lang", site.language(locale));
      for (View view : views) {
        visit.look(view);
        visit.assertFits();
      }
      visit.assertNoFaults();
    }
  }

  // What each page is for

  @ParameterizedTest
  @MethodSource("views")
  void chatShowsAnAnswer(View view) {
    try (Visit visit = CHROMIUM.visit(view)) {
      Page page = SitePage.CHAT.open(visit, root());
      PageUse.chat(page, "say Hello| there");
      assertThat(page.locator(".question__text")).hasText("say Hello| there");
      assertThat(page.locator(".answer__text")).hasText("Hello there");
      visit.assertFits();
      visit.assertNoFaults(STREAMS);
    }
  }

  @Test
  void chatStopsAnAnswer() {
    int before = provider.requests().size();
    String question = stalling("stopped in a browser");
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      Page page = SitePage.CHAT.open(visit, root());
      PageUse.ask(page, question);
      assertThat(page.locator(".answer__text")).hasText("first");
      page.locator(".round-button--stop").click();
      assertThat(page.locator(".answer__note")).hasText("已停止，回答不完整。");
      assertThat(page.locator(".answer__text")).hasText("first");
      assertThat(page.locator(".composer [part=send]")).isVisible();
      assertProviderIsLeft(before);
      visit.assertNoFaults(STREAMS);
    }
  }

  @Test
  void chatGoesOnWithAnAnswerAfterItsPageIsLoadedAnew() {
    int before = provider.requests().size();
    Gate gate = new Gate();
    ScriptedProvider.plays(
        "reloaded in a browser",
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("first"))
            .await(gate)
            .send(ScriptedProvider.arkDelta(" last"))
            .send(ScriptedProvider.ARK_END));
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      Page page = SitePage.CHAT.open(visit, root());
      PageUse.ask(page, "reloaded in a browser");
      assertThat(page.locator(".answer__text")).hasText("first");
      page.reload();
      assertThat(page.locator(".answer__text")).hasText("first");
      assertThat(page.locator(".round-button--stop")).isVisible();
      gate.open();
      assertThat(page.locator(".answer__text")).hasText("first last");
      assertThat(page.locator(".answer__figures")).containsText("214");
      Assertions.assertThat(provider.requests()).as("no second answer").hasSize(before + 1);
      visit.assertNoFaults(STREAMS);
    }
  }

  @Test
  void growsTheDemosAnswerInItsFieldsAndGoesOnAfterAReload() {
    Gate gate = new Gate();
    ScriptedProvider.plays(
        PageUse.HELLO_WORLD_PROMPT,
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("{\"title\":\"河"))
            .await(gate)
            .send(ScriptedProvider.arkDelta("流\",\"summary\":\"水\"}"))
            .send(ScriptedProvider.ARK_END));
    try (Visit visit = CHROMIUM.visit(View.USUAL)) {
      Page page = SitePage.STRUCTURED.open(visit, root());
      button(page, "开始生成").click();
      Locator title = group(page, "标题").locator(".text");
      assertThat(title).hasText("河");
      page.reload();
      assertThat(title).hasText("河");
      gate.open();
      assertThat(page.locator("#fields")).hasAttribute("phase", "end");
      assertThat(title).hasText("河流");
      assertThat(group(page, "摘要").locator(".text")).hasText("水");
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
      page.locator("#prompt")
          .fill(
              "say {\"name\":\"Rice\",\"servings\":2,\"vegetarian\":true,\"ingredients\":[{\"name\":"
                  + "\"rice\",\"amount\":200,\"unit\":\"g\"}],\"steps\":[\"Boil it.\"]}");
      button(page, "Generate").click();
      assertThat(page.locator("#fields")).hasAttribute("phase", "end");
      assertThat(group(page, "ingredients").getByRole(AriaRole.CELL).first()).isVisible();
      assertThat(page.locator("#fields .state")).containsText("valid");
      visit.assertFits();
      visit.assertNoFaults("/api/generate");
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void structuredFillsInADocument(View view) {
    try (Visit visit = CHROMIUM.visit(view)) {
      Page page = SitePage.STRUCTURED.open(visit, root());
      PageUse.generate(page, "say {\"city\":\"Lis|bon\",|\"days\":[1|2,3]}");
      assertThat(page.locator("#fields .text")).hasText("Lisbon");
      visit.assertFits();
      visit.assertNoFaults(STREAMS);
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void apiPageTriesACall(View view) {
    try (Visit visit = CHROMIUM.visit(view)) {
      Page page = SitePage.API.open(visit, root());
      Locator chat = PageUse.tryChat(page, "{\"model\":\"ark\",\"message\":\"say tried| out\"}");
      assertThat(chat.locator(".operation__status")).containsText("200");
      assertThat(chat.locator(".operation__body")).containsText("tried");
      assertThat(chat.locator(".operation__code").first())
          .containsText(root().resolve("api/chat").toString());
      visit.assertFits();
      visit.assertNoFaults(STREAMS);
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void adminShowsALiveStreamAndStopsIt(View view) throws Exception {
    int before = provider.requests().size();
    try (StreamClient client = live("seen by an administrator");
        Visit visit = CHROMIUM.visit(view)) {
      Page page = SitePage.ADMIN.open(visit, root());
      Locator row = page.locator("#streams tbody tr", containing(client.streamId()));
      assertThat(row).containsText("ark");
      visit.assertFits();
      row.locator("button").click();
      assertThat(row).hasCount(0);
      assertThat(page.locator("#outcome")).containsText(client.streamId());
      Assertions.assertThat(client.readAll().last().string("type")).isEqualTo("cancelled");
      assertProviderIsLeft(before);
      visit.assertNoFaults();
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void eventSourcePageCountsToTheEnd(View view) {
    try (Visit visit = CHROMIUM.visit(view)) {
      Page page = SitePage.EVENT_SOURCE.open(visit, root());
      PageUse.listen(page);
      assertThat(page.locator("#fields .text")).hasText(new String[] {"河流", "水"});
      Locator rows = page.locator("#events li");
      Locator count = page.locator("#event-count");
      // They are drawn when there is time for it.
      page.waitForCondition(
          () -> rows.count() > 3 && count.textContent().equals(Integer.toString(rows.count())));
      assertThat(page.locator("#start")).isEnabled();
      visit.assertFits();
      visit.assertNoFaults(STREAMS);
    }
  }

  /** How each page is used; a subclass may have its own. */
  static Stream<View> views() {
    return Stream.of(View.USUAL, View.UNUSUAL);
  }

  /** A stream of the chat with a first word, which goes on until it is stopped. */
  final StreamClient live(String name) throws IOException {
    String body = "{\"model\":\"ark\",\"message\":\"" + stalling(name) + "\"}";
    return StreamClient.open("POST", root().resolve("api/chat"), body).readUntil("first");
  }

  private static Page.LocatorOptions containing(String streamId) {
    return new Page.LocatorOptions().setHasText(streamId);
  }

  private static String stalling(String question) {
    ScriptedProvider.plays(
        question, Script.eventStream().send(ScriptedProvider.arkDelta("first")).stall());
    return question;
  }

  private static void assertProviderIsLeft(int request) {
    int connection = provider.requests().get(request).connection();
    Await.until("the provider is left", () -> provider.closedByPeer(connection));
  }

  private static Locator group(Page page, String name) {
    return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }
}
