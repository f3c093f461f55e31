package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.Guidelines;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.Await;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Samples of clients in pages of another origin. On one server: what could differ between two is
 * seen by {@link AccessIT} and {@link StreamsIT}.
 */
@OnOneServer
class BrowserClientsIT extends ServerTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final View WIDE = new View("en", ColorScheme.LIGHT, 1280);

  private static final Path EVENT_SOURCE = Path.of("src/samples/clients/event-source.html");
  private static final String SAMPLES_SERVER = "'http://localhost:5001'";

  /** A page that closes its source may be a little before the server. */
  private static final String CLOSED = "/api/chat";

  /** Keeps each source that the page makes. */
  private static final String WATCH_SOURCES =
      """
      window.sources = [];
      window.EventSource = class extends EventSource {
        constructor(url) {
          super(url);
          sources.push(this);
        }
      };
      """;

  /** OpenAI's client as a page without a build has it; what it hears is left in the window. */
  private static final String OPENAI_PAGE =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
      <script type="module">
        import OpenAI from '/node_modules/openai/index.mjs';
        window.ask = async (baseURL, model, content) => {
          const client = new OpenAI({ baseURL, apiKey: 'any', dangerouslyAllowBrowser: true,
            organization: 'org', project: 'project' });
          const request = { model, messages: [{ role: 'user', content }] };
          let streamed = '';
          for await (const { choices } of await client.chat.completions.create({ ...request, stream: true })) {
            streamed += choices[0]?.delta.content ?? '';
          }
          const whole = await client.chat.completions.create(request);
          return [streamed, whole.choices[0].message.content];
        };
        window.fail = async (baseURL, model, content) => {
          const client = new OpenAI({ baseURL, apiKey: 'any', dangerouslyAllowBrowser: true });
          const request = { model, messages: [{ role: 'user', content }] };
          return client.chat.completions.create(request).catch(({ status, code }) => `${status} ${code}`);
        };
      </script>
      """;

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.resume-grace=PT10S", "runnel.chat-model=ark");
  }

  @Test
  void anEventSourceShowsAnAnswerAsItComesAndAsksNoSecondTime() throws IOException {
    Gate gate = ScriptedProvider.GATES.computeIfAbsent("a source", name -> new Gate());
    int before = provider.requests().size();
    try (FolderSite site = site(uri(""));
        Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.page();
      page.addInitScript(WATCH_SOURCES);
      List<String> asked = new CopyOnWriteArrayList<>();
      page.onRequest((Request request) -> asked.add(request.url()));
      visit.open(site.at("/copied.html"));
      ask(page, "wait for a source");
      assertThat(page.locator("#answer")).hasText("first");
      gate.open();
      assertThat(page.locator("#answer")).hasText("first last");
      assertThat(page.getByRole(AriaRole.STATUS)).hasText("Complete: 214 tokens");
      // Left open it would be closed, too, but only by what a second request is told.
      page.waitForFunction("sources.every(({ readyState }) => readyState === EventSource.CLOSED)");
      assertThat(asked).filteredOn(url -> url.contains("/api/chat")).hasSize(1);
      assertThat(provider.requests()).as("bought once").hasSize(before + 1);
      visit.assertNoFaults(CLOSED);
      visit.assertFits();
    } finally {
      gate.open();
    }
  }

  @Test
  void anEventSourceGoesOnAfterACutWhereItWas() throws IOException {
    Gate gate = ScriptedProvider.GATES.computeIfAbsent("a cut source", name -> new Gate());
    int before = provider.requests().size();
    try (CuttingRelay relay = new CuttingRelay(base.getPort(), "\"first\"");
        FolderSite site = site(relay.root());
        Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.page();
      visit.open(site.at("/copied.html"));
      ask(page, "wait for a cut source");
      assertThat(page.getByRole(AriaRole.STATUS)).hasText("The line was cut …");
      assertThat(relay.cuts()).isEqualTo(1);
      gate.open();
      assertThat(page.getByRole(AriaRole.STATUS)).hasText("Complete: 214 tokens");
      assertThat(page.locator("#answer")).hasText("first last");
      assertThat(provider.requests()).as("bought once").hasSize(before + 1);
    } finally {
      gate.open();
    }
  }

  @Test
  void anEventSourcesPageStopsTheModelAndTellsFailures() throws IOException {
    try (FolderSite site = site(uri(""));
        Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.page();
      visit.open(site.at("/copied.html"));
      ask(page, "stall");
      assertThat(page.locator("#answer")).hasText("first");
      int connection = provider.requests().get(provider.requests().size() - 1).connection();
      button(page, "Stop").click();
      assertThat(page.getByRole(AriaRole.STATUS)).hasText("Stopped");
      assertThat(button(page, "Stop")).isDisabled();
      Await.until("the provider is let go", () -> provider.closedByPeer(connection));
      ask(page, "in-stream error");
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("upstream_error");
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("log-in-stream");
      assertThat(page.locator("#answer")).hasText("some");
      visit.assertNoFaults(CLOSED);
    }
  }

  @Test
  void anEventSourcesPageSaysWhenThereIsNoServer() throws IOException {
    try (FolderSite site = site(URI.create("http://localhost:" + Ports.free() + "/"));
        Visit visit = CHROMIUM.visitWithoutPolicy(View.UNUSUAL)) {
      Page page = visit.page();
      visit.open(site.at("/copied.html"));
      ask(page, "anybody?");
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("cannot be reached");
      visit.assertFits();
      Guidelines.assertKeptBy(page, "event-source.html");
    }
  }

  @Test
  void openAisClientAsksFromAPage() throws Exception {
    NpmSamples.NODE_18.install();
    ScriptedProvider.plays(
        "from a page",
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("你好, "))
            .send(ScriptedProvider.arkDelta("page"))
            .send(ScriptedProvider.ARK_END));
    try (FolderSite site =
            FolderSite.of(NpmSamples.NODE_18.folder()).with("/page.html", OPENAI_PAGE);
        Visit visit = CHROMIUM.visit(WIDE)) {
      Page page = visit.page();
      Map<String, String> sent = new ConcurrentHashMap<>();
      visit.open(site.at("/page.html"));
      page.waitForFunction("'ask' in window");
      page.onRequest(
          (Request request) -> {
            if (request.method().equals("POST")) {
              sent.putAll(request.headers());
            }
          });
      String api = uri("v1").toString();
      assertThat(page.evaluate("(it) => ask(...it)", List.of(api, "ark", "from a page")))
          .isEqualTo(List.of("你好, page", "你好, page"));
      // Else nothing was there that a preflight had to allow.
      assertThat(sent).containsKeys("x-stainless-lang", "openai-project", "authorization");
      visit.assertNoFaults();

      int before = provider.requests().size();
      assertThat(page.evaluate("(it) => fail(...it)", List.of(api, "ark", "status 401")))
          .isEqualTo("502 upstream_auth");
      assertThat(provider.requests()).as("it obeys x-should-retry").hasSize(before + 1);
    }
  }

  private static void ask(Page page, String question) {
    page.getByLabel("Your question").fill(question);
    button(page, "Ask").click();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  /** The sample as somebody has copied it: for a server of theirs. */
  private static FolderSite site(URI server) throws IOException {
    String sample = Files.readString(EVENT_SOURCE);
    assertThat(sample).containsOnlyOnce(SAMPLES_SERVER);
    String own = "'" + server.toString().replaceAll("/$", "") + "'";
    return FolderSite.of(EVENT_SOURCE.getParent())
        .with("/copied.html", sample.replace(SAMPLES_SERVER, own));
  }
}
