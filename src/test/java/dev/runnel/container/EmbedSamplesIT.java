package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.Guidelines;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.ProviderStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples in {@code src/samples/embed}, as their embedders deploy and serve them. */
class EmbedSamplesIT {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  /** The site that the server's administrator has listed, and one that nobody has. */
  private static final String PORTAL = "portal.example";

  private static final String ELSEWHERE = "elsewhere.example";

  private static final View WIDE = new View("en", ColorScheme.LIGHT, 1280);

  /** A stream is left at its last event, without waiting for its end. */
  private static final String GIVEN_UP = "/api/";

  /** The element asks more than once, and waits in between, before it gives up. */
  private static final double TRIED_AGAIN_MILLIS = 30_000;

  private static final String HOSTILE = "\"><script>window.injected = true</script>'&quot;<b>";

  @TempDir static Path directory;

  private static ProviderStandIn provider;
  private static SampleSite site;
  private static PortalServer server;

  @BeforeAll
  static void start() throws IOException {
    Skipped.unless(PortalServer.isPossible(), "it starts Payara Micro or WildFly");
    provider = ProviderStandIn.start(ScriptedProvider::answer);
    site = SampleSite.start();
    server =
        PortalServer.start(
            directory,
            Map.of(
                "OPENAI_BASE_URL", provider.uri("/v1").toString(),
                "OPENAI_MODEL", "scripted",
                "RUNNEL_CORS_ORIGINS", site.origin(PORTAL),
                "RUNNEL_FRAME_ANCESTORS", site.origin(PORTAL)),
            "jsp",
            "faces");
    site.embed(server.runnel());
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    if (site != null) {
      site.close();
    }
    if (provider != null) {
      provider.close();
    }
  }

  // Plain HTML

  @Test
  void aPageOfAListedOriginAsks() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      visit.open(site.uri(PORTAL, "/plain/index.html"));
      ChatElement chat = ChatElement.on(visit.page());
      chat.ask("say Hello|, portal", "Hello, portal");
      assertThat(chat.status()).hasText("Answer complete");
      visit.assertFits();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  @OnOneServer
  void aPageOfAnotherOriginIsToldWhatToSet() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.open(site.uri(ELSEWHERE, "/plain/index.html"));
      ChatElement chat = ChatElement.on(page);
      chat.ask("Hello");
      Locator alert = chat.alert("RUNNEL_CORS_ORIGINS");
      assertThat(alert)
          .containsText(
              "There is no way to %s: it does not run, or does not let pages of %s ask. To let them, set RUNNEL_CORS_ORIGINS on the server."
                  .formatted(server.uri(""), site.origin(ELSEWHERE)),
              new LocatorAssertions.ContainsTextOptions().setTimeout(TRIED_AGAIN_MILLIS));
      page.evaluate("document.documentElement.lang = 'zh'");
      assertThat(alert)
          .containsText(
              "无法连接 %s：服务器没有运行，或者不允许 %s 的页面访问。允许它需要在服务器上设置 RUNNEL_CORS_ORIGINS。"
                  .formatted(server.uri(""), site.origin(ELSEWHERE)));
    }
  }

  // JSP and Faces

  @ParameterizedTest
  @CsvSource({"jsp, ''", "faces, id"})
  void aPortalsTagShowsTheElementWithoutAttributesThatWereNotGiven(String portal, String given) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      visit.open(server.uri("/" + portal + "/"));
      ChatElement chat = ChatElement.on(visit.page());
      assertThat(chat.box()).isVisible();
      assertThat(chat.chat().evaluate("(it) => it.getAttributeNames().join()")).isEqualTo(given);
      chat.ask("say by " + portal, "by " + portal);
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsp", "faces"})
  void aPortalsTagEscapesWhatItIsGiven(String portal) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      String model = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
      Page page = visit.open(server.uri("/%s/?theme=dark&model=%s".formatted(portal, model)));
      ChatElement chat = ChatElement.on(page);
      assertThat(chat.box()).isVisible();
      assertThat(chat.chat()).hasAttribute("model", HOSTILE);
      assertThat(chat.chat()).hasAttribute("theme", "dark");
      assertThat(page.locator("main > *")).hasCount(3);
      assertThat(page.evaluate("window.injected === undefined")).isEqualTo(true);
      visit.assertNoFaults();
    }
  }

  // A frame

  @Test
  void aBubbleInAFrameTakesTheRoomItNeedsAndHearsItsPage() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.open(site.uri(PORTAL, "/frame/index.html"));
      Locator frame = page.getByTitle("Chat");
      Locator inFrame = page.frameLocator("iframe").locator("runnel-chat");
      ChatElement chat = new ChatElement(inFrame);
      assertThat(frame).hasCSS("visibility", "visible");
      assertHasRoom(frame, 72, 72);

      chat.button("Open the chat").click();
      assertHasRoom(frame, 416, 640);
      chat.ask("say in a frame", "in a frame");
      chat.box().press("Escape");
      assertHasRoom(frame, 72, 72);

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask about it")).click();
      assertHasRoom(frame, 416, 640);
      assertThat(chat.said("in a frame")).isVisible();
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("中文")).click();
      assertThat(inFrame.getByLabel("你的问题")).isVisible();
      visit.assertFits();
      visit.look(new View("en", ColorScheme.DARK, 320));
      assertHasRoom(frame, 288, 640);
      visit.assertFits();

      visit.look(WIDE);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close the chat"))
          .click();
      assertHasRoom(frame, 72, 72);
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  @OnOneServer
  void aPageOfAnotherOriginDoesNotFrameIt() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.page();
      ConsoleMessage refusal =
          page.waitForConsoleMessage(
              new Page.WaitForConsoleMessageOptions()
                  .setPredicate(message -> message.text().contains("frame-ancestors")),
              () -> page.navigate(site.uri(ELSEWHERE, "/frame/index.html").toString()));
      assertThat(refusal.text()).contains("'self' " + site.origin(PORTAL));
      assertThat(page.getByTitle("Chat")).hasCSS("visibility", "hidden");
    }
  }

  @Test
  @OnOneServer
  void noWindowButItsPageTellsTheFrameAnything() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.open(site.uri(PORTAL, "/frame/index.html"));
      Locator frame = page.getByTitle("Chat");
      assertHasRoom(frame, 72, 72);
      Frame chat = page.querySelector("iframe").contentFrame();
      List<Frame> both = List.of(chat, page.mainFrame());
      both.forEach(EmbedSamplesIT::listen);
      List<String> heard = new ArrayList<>();
      for (String stranger : List.of(ELSEWHERE, PORTAL)) {
        heard.add(site.origin(stranger));
        Frame other = addFrame(page, site.uri(stranger, "/frame/page.js"));
        other.evaluate(
            """
            () => {
              parent.frames[0].postMessage({ runnel: 'open' }, '*');
              parent.postMessage({ runnel: 'open', width: 999, height: 999 }, '*');
            }
            """);
        // What listens there has heard it before the one that was added.
        page.waitForCondition(
            () -> both.stream().allMatch(it -> it.evaluate("heard").equals(heard)));
        assertThat(chat.evaluate("document.querySelector('runnel-chat').opened")).isEqualTo(false);
        assertHasRoom(frame, 72, 72);
      }
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask about it")).click();
      assertHasRoom(frame, 416, 640);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "embed/, true",
    "structured.html, true",
    "chat/runnel-chat.js, true",
    "admin/, false",
    "admin/index.html, false",
    "%61dmin/, false",
    "admin/;x=1, false",
  })
  void theAdministratorsPageIsFramedByNobodyElse(String path, boolean listed) throws Exception {
    HttpResponse<String> page =
        Answer.CLIENT.send(
            Answer.request(server.runnel().resolve(path)).build(), BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'self'" + (listed ? " " + site.origin(PORTAL) : "") + ";");
  }

  // All of them

  @Test
  @OnOneServer
  void keepToTheGuidelines() {
    try (Visit visit = CHROMIUM.visitWithoutPolicy(View.USUAL)) {
      Page page = visit.open(site.uri(PORTAL, "/plain/index.html"));
      assertThat(ChatElement.on(page).box()).isVisible();
      Guidelines.assertKeptBy(page, "plain HTML");
      visit.open(site.uri(PORTAL, "/frame/index.html"));
      assertThat(page.getByTitle("Chat")).hasCSS("visibility", "visible");
      Guidelines.assertKeptBy(page, "a page with a frame");
    }
    for (View view : List.of(View.USUAL, View.UNUSUAL)) {
      try (Visit visit = CHROMIUM.visitWithoutPolicy(view)) {
        Page page = visit.open(server.runnel().resolve("embed/"));
        assertThat(page.locator("html")).hasAttribute("lang", view.locale());
        page.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByRole(AriaRole.TEXTBOX)).isFocused();
        Guidelines.assertKeptBy(page, "in the frame: " + view);
      }
    }
  }

  private static void assertHasRoom(Locator frame, int width, int height) {
    assertThat(frame).hasCSS("width", width + "px");
    assertThat(frame).hasCSS("height", height + "px");
  }

  private static Frame addFrame(Page page, URI uri) {
    return page.evaluateHandle(
            """
            (src) => new Promise((done) => {
              const frame = document.createElement('iframe');
              frame.src = src;
              frame.onload = () => done(frame);
              document.body.append(frame);
            })
            """,
            uri.toString())
        .asElement()
        .contentFrame();
  }

  /** Takes note of the origins of the messages that a window gets from now on. */
  private static void listen(Frame window) {
    window.evaluate(
        """
        () => {
          window.heard = [];
          addEventListener('message', ({ origin }) => window.heard.push(origin));
        }
        """);
  }
}
