package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.Guidelines;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of {@code src/samples/nextjs} on an origin of their own, before the server. In the
 * profile {@code samples}, on one server: to install and build Next.js takes long.
 */
@OnOneServer
class NextSampleIT extends ServerTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final View WIDE = new View("en", ColorScheme.LIGHT, 1280);

  /** Replies reach the page one byte at a time: a frame is cut everywhere, characters too. */
  private static final String BYTE_BY_BYTE =
      """
      const whole = window.fetch;
      window.fetch = async (...request) => {
        const response = await whole(...request);
        if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) return response;
        window.cut = true;
        return new Response(
          response.body.pipeThrough(new TransformStream({
            transform(bytes, pieces) {
              for (const byte of bytes) pieces.enqueue(Uint8Array.of(byte));
            },
          })),
          response);
      };
      """;

  /** The SDK reads no further when it is stopped or told a failure, and a page not when it goes. */
  private static final String LEFT = "/api/ui/chat";

  /** A DELETE whose reply has no body ends before it is read: so Chromium names that. */
  private static final String WITHOUT_BODY = "/api/conversations";

  /** The page's markup is shown before React takes hold of it. */
  private static final String IN_REACTS_HANDS =
      """
      Object.keys(document.querySelector('textarea')).some((key) => key.startsWith('__reactProps'))
      """;

  /** A page of the sample. */
  enum Sample {
    FETCH(
        "/",
        "**/api/chat",
        """
        data: {"type":"start"}

        data: {"type":"reasoning","chunk":"hm, 好"}

        data: {"type":"delta","chunk":"so"}

        data: {"type":"follow_up","question":"And then?"}

        data: {"type":"complete","token_usage":null,"message_id":"1"}

        """),
    USE_CHAT(
        "/use-chat/",
        "**/api/ui/chat",
        """
        data: {"type":"start","messageId":"1"}

        data: {"type":"reasoning-start","id":"r"}

        data: {"type":"reasoning-delta","id":"r","delta":"hm, 好"}

        data: {"type":"reasoning-end","id":"r"}

        data: {"type":"text-start","id":"t"}

        data: {"type":"text-delta","id":"t","delta":"so"}

        data: {"type":"text-end","id":"t"}

        data: {"type":"data-follow-up","id":"f","data":{"question":"And then?"}}

        data: {"type":"finish","finishReason":"stop","messageMetadata":{"model":"m"}}

        data: [DONE]

        """);

    private final String path;
    private final String endpoint;

    /** An answer with all that Coze alone tells, which these tests do not ask. */
    private final String rich;

    Sample(String path, String endpoint, String rich) {
      this.path = path;
      this.endpoint = endpoint;
      this.rich = rich;
    }
  }

  private FolderSite site;

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.resume-grace=PT10S", "runnel.chat-model=ark");
  }

  @BeforeEach
  void build() throws IOException, InterruptedException {
    site = FolderSite.of(NextSample.pagesFor(uri("")));
  }

  @AfterEach
  void close() {
    if (site != null) {
      site.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsAnAnswerWhileItIsWritten(Sample sample) {
    Gate gate = gate("written " + sample);
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, sample);
      assertThat(transcript(page)).containsText("What would you like to know?");
      ask(page, "wait for written " + sample);
      assertThat(page.getByText("first", exactly())).isVisible();
      assertThat(page.getByRole(AriaRole.STATUS)).hasText("An answer is being written");
      gate.open();
      assertThat(page.getByText("first last", exactly())).isVisible();
      assertThat(transcript(page)).containsText("214 tokens");
      assertThat(page.getByRole(AriaRole.STATUS)).hasText("Answer complete");
      assertThat(transcript(page)).not().containsText("What would you like to know?");
      assertQuestionRightOfAnswer(page);
      visit.assertNoFaults();
    } finally {
      gate.open();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsFramesHoweverTheyAreCut(Sample sample) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      visit.page().addInitScript(BYTE_BY_BYTE);
      Page page = open(visit, sample);
      ask(page, "say 你好，|溪流 😀| <b>&amp;</b>");
      assertThat(page.getByText("你好，溪流 😀 <b>&amp;</b>", exactly())).isVisible();
      assertThat(transcript(page)).containsText("214 tokens");
      assertThat(page.evaluate("window.cut")).isEqualTo(true);
      visit.assertNoFaults();
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsReasoningAndAsksAQuestionThatFollows(Sample sample) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, sample);
      page.route(
          sample.endpoint,
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setHeaders(
                          Map.of(
                              "Content-Type", "text/event-stream",
                              "Access-Control-Allow-Origin", "*"))
                      .setBody(sample.rich)));
      ask(page, "why?");
      assertThat(page.getByText("so", exactly())).isVisible();
      assertThat(page.getByText("hm, 好")).isHidden();
      page.getByText("Reasoning", exactly()).click();
      assertThat(page.getByText("hm, 好")).isVisible();
      page.unroute(sample.endpoint);
      button(page, "And then?").click();
      assertThat(page.getByText("You said: And then?", exactly())).isVisible();
      assertThat(button(page, "And then?")).hasCount(0);
      visit.assertNoFaults();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsTheModel(Sample sample) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, sample);
      ask(page, "stall");
      assertThat(page.getByText("first", exactly())).isVisible();
      int connection = provider.requests().get(provider.requests().size() - 1).connection();
      button(page, "Stop").click();
      assertThat(button(page, "Send")).isVisible();
      assertThat(box(page)).isFocused();
      assertThat(page.getByText("first", exactly())).isVisible();
      assertThat(alert(page)).hasCount(0);
      Await.until("the provider is let go", () -> provider.closedByPeer(connection));
      ask(page, "and now?");
      assertThat(page.getByText("You said: and now?", exactly())).isVisible();
      visit.assertNoFaults(LEFT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsFailuresInWords(Sample sample) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, sample);
      ask(page, "in-stream error");
      assertThat(alert(page)).containsText("upstream_error");
      assertThat(alert(page)).containsText("log-in-stream");
      assertThat(page.getByText("some", exactly())).isVisible();
      assertThat(button(page, "Send")).isVisible();
      visit.assertNoFaults(LEFT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhenTheServerCannotBeAsked(Sample sample) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, sample);
      page.route("**/api/**", route -> route.abort());
      ask(page, "anybody?");
      assertThat(alert(page)).containsText("RUNNEL_CORS_ORIGINS");
      assertThat(alert(page)).containsText(site.at("").toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clearsWhenThatIsConfirmed(Sample sample) {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, sample);
      assertThat(button(page, "Clear")).isDisabled();
      ask(page, "say something");
      assertThat(page.getByText("something", exactly())).isVisible();
      assertThat(button(page, "Send")).isVisible();
      button(page, "Clear").click();
      button(page, "Keep it").click();
      assertThat(page.getByText("something", exactly())).isVisible();
      button(page, "Clear").click();
      button(page, "Clear it").click();
      assertThat(transcript(page)).containsText("What would you like to know?");
      assertThat(page.getByText("something", exactly())).hasCount(0);
      ask(page, "new");
      assertThat(page.getByText("You said: new", exactly())).isVisible();
      String sent = provider.requests().get(provider.requests().size() - 1).body();
      assertThat(sent).contains("new").doesNotContain("something");
      visit.assertNoFaults(WITHOUT_BODY);
    }
  }

  @Test
  void useChatGoesOnAfterAReload() {
    Gate gate = gate("next reload");
    int before = provider.requests().size();
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, Sample.USE_CHAT);
      ask(page, "wait for next reload");
      assertThat(page.getByText("first", exactly())).isVisible();
      page.reload();
      assertThat(page.getByText("wait for next reload", exactly())).isVisible();
      assertThat(page.getByText("first", exactly())).isVisible();
      assertThat(button(page, "Stop")).isVisible();
      gate.open();
      assertThat(page.getByText("first last", exactly())).isVisible();
      assertThat(transcript(page)).containsText("214 tokens");
      page.reload();
      assertThat(page.getByText("first last", exactly())).isVisible();
      assertThat(button(page, "Send")).isVisible();
      assertThat(provider.requests()).as("bought once").hasSize(before + 1);
      visit.assertNoFaults(LEFT);
    } finally {
      gate.open();
    }
  }

  @Test
  void aConversationGoesOnWithWhatWasSaid() {
    for (Sample sample : Sample.values()) {
      try (Visit visit = CHROMIUM.visit(WIDE)) {
        Page page = open(visit, sample);
        ask(page, "say 溪|流");
        assertThat(page.getByText("溪流", exactly())).isVisible();
        assertThat(button(page, "Send")).isVisible();
        ask(page, "and?");
        assertThat(page.getByText("You said: and?", exactly())).isVisible();
        assertThat(provider.requests().get(provider.requests().size() - 1).body())
            .contains("say 溪|流", "\"溪流\"", "and?");
      }
    }
  }

  @Test
  void eachPageLeadsToTheOther() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = open(visit, Sample.FETCH);
      for (String name : List.of("useChat", "fetch")) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
            .hasText("Chat by " + name);
        assertThat(box(page)).isVisible();
      }
      visit.assertNoFaults();
    }
  }

  static List<View> views() {
    return List.of(WIDE, View.UNUSUAL);
  }

  @ParameterizedTest
  @MethodSource("views")
  void fitsAndKeepsToTheGuidelines(View view) {
    try (Visit visit = CHROMIUM.visitWithoutPolicy(view)) {
      for (Sample sample : Sample.values()) {
        Page page = open(visit, sample);
        ask(page, "say 你好，世界。|" + "long".repeat(60));
        assertThat(transcript(page)).containsText("214 tokens");
        ask(page, "in-stream error");
        assertThat(alert(page)).isVisible();
        visit.assertFits();
        Guidelines.assertKeptBy(page, sample + " " + view);
        button(page, "Clear").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        Guidelines.assertKeptBy(page, sample + " " + view + ", asking");
      }
    }
  }

  private static Gate gate(String name) {
    return ScriptedProvider.GATES.computeIfAbsent(name, any -> new Gate());
  }

  private Page open(Visit visit, Sample sample) {
    visit.open(site.at(sample.path));
    Page page = visit.page();
    assertThat(box(page)).isVisible();
    page.waitForFunction(IN_REACTS_HANDS);
    return page;
  }

  private static void ask(Page page, String question) {
    box(page).fill(question);
    box(page).press("Enter");
  }

  private static Locator box(Page page) {
    return page.getByLabel("Your message");
  }

  private static Locator transcript(Page page) {
    return page.getByRole(AriaRole.LOG);
  }

  /** What went wrong; Next.js has an alert of its own, for navigations. */
  private static Locator alert(Page page) {
    return transcript(page).getByRole(AriaRole.ALERT);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static void assertQuestionRightOfAnswer(Page page) {
    Locator bubbles = page.locator(".bubble");
    assertThat(bubbles).hasCount(2);
    double question = bubbles.nth(0).boundingBox().x;
    double answer = bubbles.nth(1).boundingBox().x;
    assertThat(question).isGreaterThan(answer);
  }
}
