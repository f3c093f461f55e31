package dev.runnel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.runnel.standin.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code <runnel-fields>} on somebody's page, as a reader and as the page's author meet it. */
class FieldsTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String SCHEMA =
      """
      <script type="application/json" id="order">
      {"title":"Order","type":"object","properties":{
        "zip":{"title":"Zip code","type":"string","description":"Five digits"},
        "customer":{"title":"Customer","$ref":"#/$defs/person"},
        "lines":{"title":"Lines","type":"array","items":{"type":"object","properties":{
          "item":{"title":"Item","type":"string"},"price":{"title":"Price","type":"number"}}}},
        "steps":{"title":"Steps","type":"array","items":{"type":"string"}},
        "paid":{"title":"Paid","type":"boolean"},
        "note":{"title":"Note","type":["string","null"]}},
       "$defs":{"person":{"type":"object","properties":{"name":{"title":"Name","type":"string"}}}}}
      </script>
      """;

  private static final String ELEMENT =
      "<runnel-fields id=\"f\" prompt=\"Take the order\" schema=\"#order\"></runnel-fields>";

  private static final String START = "{\"status\":\"start\",\"message\":\"\"}";
  private static final String END = "{\"status\":\"end\",\"message\":\"\",\"valid\":true}";

  private AnswerServer server;
  private Visit visit;
  private Page page;

  @SuppressWarnings("NullAway.Init") // set before each test
  FieldsTest() {}

  @BeforeEach
  void open() throws IOException {
    // A machine that does much else draws late.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    server = AnswerServer.start();
    visit = CHROMIUM.visit(View.USUAL);
    page = visit.page();
  }

  @AfterEach
  void close() {
    visit.close();
    server.close();
  }

  @Test
  void hasAPlaceForEachFieldOfTheSchemaBeforeAnythingComes() {
    show(SCHEMA + ELEMENT);
    assertThat(group("Zip code")).hasAccessibleDescription("Five digits");
    assertThat(page.locator("#f .label"))
        .hasText(new String[] {"Zip code", "Customer", "Name", "Lines", "Steps", "Paid", "Note"});
    assertThat(page.getByRole(AriaRole.COLUMNHEADER)).hasText(new String[] {"Item", "Price"});
    assertThat(page.locator("#f")).hasAttribute("phase", "idle");
    assertNoFaults();
  }

  @Test
  void fillsEachFieldWhereItGrows() {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(START, chunk("", "{'zip':''}"), chunk("", "{'zip':'10'}"));
    assertThat(group("Zip code")).containsText("10");
    assertThat(group("Zip code")).hasAttribute("aria-busy", "true");
    assertThat(page.locator("#f")).hasAttribute("aria-busy", "true");
    server.tell(
        chunk("", "{'zip':'115'}"),
        chunk("", "{'customer':{}}"),
        chunk("/customer", "{'name':'Anna\\nBerg'}"),
        chunk("", "{'lines':[]}"),
        chunk("/lines", "{'0':{}}"),
        chunk("/lines/0", "{'item':'Pen','price':12.50}"),
        chunk("/lines", "{'1':{'price':1e400,'item':'Ink','colour':'blue'}}"),
        chunk("", "{'steps':[]}"),
        chunk("/steps", "{'0':'Pack','1':'Send'}"),
        chunk("", "{'paid':false,'note':null,'more':{'deep':[true]}}"));
    assertThat(group("Zip code")).containsText("10115");
    assertThat(group("Zip code")).not().hasAttribute("aria-busy", "true");
    assertThat(group("Customer").getByRole(AriaRole.GROUP)).containsText("Anna\nBerg");
    assertThat(page.getByRole(AriaRole.COLUMNHEADER))
        .hasText(new String[] {"Item", "Price", "colour"});
    assertThat(page.getByRole(AriaRole.CELL).locator(".slot"))
        .hasText(new String[] {"Pen", "12.50", "Ink", "1e400", "blue"});
    assertThat(group("Steps").getByRole(AriaRole.LISTITEM))
        .hasText(new String[] {"1Pack", "2Send"});
    assertThat(group("Paid")).hasText("Paidno");
    assertThat(group("Note")).hasText("Notenone");
    assertThat(group("more").getByRole(AriaRole.LISTITEM)).hasText("1yes");
    server.tell(END);
    assertThat(page.locator("#f .state")).hasText("Done · valid");
    assertThat(page.locator("#f")).not().hasAttribute("aria-busy", "true");
    assertThat(page.evaluate("f.json")).asString().contains("12.50", "1e400");
    assertNoFaults();
  }

  @Test
  void growsWithoutASchemaAsTheAnswerComes() {
    show("<runnel-fields id=f prompt=x></runnel-fields>");
    begin();
    server.tell(START, chunk("", "{'a':''}"), chunk("", "{'a':'b','c':[{'d':1}]}"), END);
    assertThat(group("a")).hasText("ab");
    assertThat(group("Item 1").getByRole(AriaRole.GROUP)).hasText("d1");
    assertThat(server.asked()).containsExactly("{\"prompt\":\"x\",\"format\":\"increments\"}");
  }

  @Test
  void keepsTheNodeOfATextThatGrows() {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(START, chunk("", "{'zip':'1'}"));
    assertThat(group("Zip code")).containsText("1");
    page.evaluate(
        """
        () => {
          const text = f.shadowRoot.querySelector('.text');
          window.node = text.firstChild.firstChild;
          window.made = 0;
          new MutationObserver((records) => {
            for (const { addedNodes } of records) made += addedNodes.length;
          }).observe(f.shadowRoot.querySelector('.form'), { childList: true, subtree: true });
        }
        """);
    server.tell(chunk("", "{'zip':'0'}"), chunk("", "{'zip':'115'}"));
    assertThat(group("Zip code")).containsText("10115");
    assertThat(page.evaluate("[made, node.data]")).isEqualTo(List.of(0, "10115"));
  }

  @Test
  void saysWhatIsWrongAtItsField() {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(
        START,
        chunk("", "{'zip':'x','lines':[{'price':-1}]}"),
        violation("/zip", "does not match"),
        violation("/lines/0/price", "must be positive"),
        violation("/gone/deeper", "is required"));
    assertThat(group("Zip code")).hasAccessibleDescription("Five digits does not match");
    assertThat(page.getByRole(AriaRole.CELL).nth(1)).containsText("must be positive");
    assertThat(group("Order")).containsText("/gone/deeper is required");
    server.tell(
        "{\"status\":\"end\",\"message\":\"\",\"valid\":false,\"violations\":["
            + "{\"path\":\"/zip\",\"message\":\"is too short\"}]}");
    assertThat(page.locator("#f .state")).hasText("Done · not valid · schema violations: 1");
    assertThat(group("Zip code")).hasAccessibleDescription("Five digits is too short");
    assertThat(page.getByText("must be positive")).hasCount(0);
  }

  @Test
  void tellsScreenReadersTwiceAnAnswer() {
    show(SCHEMA + ELEMENT);
    page.evaluate(
        """
        () => {
          window.said = [];
          const status = f.shadowRoot.querySelector('[role=status]');
          new MutationObserver(() => said.push(status.textContent))
            .observe(status, { childList: true, characterData: true, subtree: true });
        }
        """);
    begin();
    server.tell(START, chunk("", "{'zip':'1'}"));
    assertThat(group("Zip code")).containsText("1");
    server.cut();
    server.tell(chunk("", "{'zip':'2'}"), violation("/zip", "is short"), END);
    assertThat(page.locator("#f .state")).hasText("Done · schema violations: 1");
    assertThat(page.evaluate("said"))
        .isEqualTo(List.of("Waiting for the model…", "Done · schema violations: 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"button", "Escape"})
  void keepsWhatHasComeWhenItIsStopped(String how) {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(START, chunk("", "{'zip':'101'}"));
    assertThat(group("Zip code")).containsText("101");
    if (how.equals("button")) {
      page.getByRole(AriaRole.BUTTON, named("Stop")).click();
    } else {
      page.keyboard().press("Escape");
    }
    assertThat(page.locator("#f .state")).hasText("Stopped");
    assertThat(group("Zip code")).containsText("101");
    assertThat(group("Paid")).isVisible();
    assertThat(page.locator("#f [data-missing]").first()).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, named("Generate"))).isFocused();
    assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
    assertNoFaults();
  }

  @Test
  void saysWhyItFailedAndTriesAgain() {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(
        START,
        chunk("", "{'zip':'101'}"),
        "{\"status\":\"error\",\"message\":\"It broke\",\"code\":\"upstream_error\","
            + "\"retryable\":true,\"log_id\":\"log-7\"}");
    Locator alert = page.getByRole(AriaRole.ALERT);
    assertThat(alert).containsText("It broke");
    assertThat(alert).containsText("upstream_error");
    assertThat(alert).containsText("log-7");
    assertThat(group("Zip code")).containsText("101");
    alert.getByRole(AriaRole.BUTTON).click();
    Await.until("it is asked again", () -> server.asked().size() == 2);
    server.tell(START, chunk("", "{'zip':'202'}"), END);
    assertThat(group("Zip code")).hasText("Zip codeFive digits202");
    assertThat(alert).isHidden();
  }

  @Test
  void goesOnAfterACutLine() {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(START, chunk("", "{'zip':'101'}"));
    assertThat(group("Zip code")).containsText("101");
    server.cut();
    server.tell(chunk("", "{'zip':'15'}"), END);
    assertThat(page.locator("#f .state")).hasText("Done · valid");
    assertThat(group("Zip code")).hasText("Zip codeFive digits10115");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void goesOnAfterAReload() {
    show(SCHEMA + ELEMENT);
    begin();
    server.tell(START, chunk("", "{'zip':'101'}"));
    assertThat(group("Zip code")).containsText("101");
    page.reload();
    assertThat(group("Zip code")).containsText("101");
    server.tell(chunk("", "{'zip':'15'}"), END);
    assertThat(page.locator("#f .state")).hasText("Done · valid");
    assertThat(group("Zip code")).hasText("Zip codeFive digits10115");
    assertThat(server.asked()).hasSize(1);
    assertNoFaults();
  }

  @Test
  void keepsNothingOverAReloadWithoutAnId() {
    show("<runnel-fields prompt=x></runnel-fields>");
    begin();
    server.tell(START, chunk("", "{'a':'b'}"), END);
    assertThat(group("a")).hasText("ab");
    page.reload();
    assertThat(page.getByText("The answer appears here")).isVisible();
    assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
  }

  @Test
  void fillsTheFieldsOfThePagesOwnForm() {
    show(
        """
        <runnel-fields id="f" prompt="x">
          <label>Title <input data-pointer="/title"></label>
          <p data-violation="/title" hidden></p>
          <label>Date <input type="date" data-pointer="/date"></label>
          <label>Paid <input type="checkbox" data-pointer="/paid"></label>
          <select aria-label="Size" data-pointer="/a~1b/size"><option>S<option>L</select>
          <label>Tags <textarea data-pointer="/tags"></textarea></label>
          <h2 data-pointer="/title"></h2>
        </runnel-fields>
        """);
    page.evaluate(
        """
        () => {
          window.heard = [];
          for (const type of ['input', 'change']) {
            f.addEventListener(type, ({ target }) => heard.push(`${type} ${target.dataset.pointer}`));
          }
        }
        """);
    begin();
    server.tell(START, chunk("", "{'title':'<b>'}"));
    assertThat(input("Title")).hasValue("<b>");
    assertThat(input("Title")).hasAttribute("aria-busy", "true");
    server.tell(chunk("", "{'title':'x','date':'2026-'}"), violation("/title", "is short"));
    assertThat(page.locator("[data-violation]")).hasText("is short");
    assertThat(input("Title")).hasAttribute("aria-invalid", "true");
    assertThat(input("Date")).hasValue("");
    server.tell(
        chunk("", "{'date':'01-02'}"),
        chunk("", "{'paid':true,'a/b':{'size':'L'},'tags':['u','v']}"),
        END);
    assertThat(page.locator("#f .state")).containsText("Done");
    assertThat(input("Title")).hasValue("<b>x");
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("<b>x");
    assertThat(input("Date")).hasValue("2026-01-02");
    assertThat(input("Paid")).isChecked();
    assertThat(input("Size")).hasValue("L");
    assertThat(input("Tags")).hasValue("u\nv");
    assertThat(page.locator("#f .form")).isHidden();
    assertThat((List<?>) page.evaluate("heard"))
        .filteredOn(it -> it.equals("change /date"))
        .hasSize(1);
    assertNoFaults();
  }

  @Test
  void leavesAloneWhatTheReaderHasChanged() {
    show(
        """
        <form id="own"><input aria-label="A" data-pointer="/a"><input aria-label="B" data-pointer="/b"></form>
        <runnel-fields id="f" prompt="x" for="own"></runnel-fields>
        """);
    begin();
    server.tell(START, chunk("", "{'b':'1'}"), chunk("", "{'a':'1'}"));
    assertThat(input("A")).hasValue("1");
    input("A").fill("mine");
    server.tell(chunk("", "{'a':'2'}"), END);
    assertThat(page.locator("#f .state")).containsText("Done");
    assertThat(input("A")).hasValue("mine");
    assertThat(input("B")).hasValue("1");
    begin();
    assertThat(input("B")).hasValue("");
    assertThat(input("A")).hasValue("mine");
  }

  @Test
  void tellsThePageWhatHappens() {
    show(SCHEMA + "<div id=out>" + ELEMENT + "</div>");
    page.evaluate(
        """
        () => {
          window.heard = [];
          for (const type of ['start', 'change', 'violation', 'complete', 'error', 'stop']) {
            out.addEventListener(`runnel-${type}`, ({ detail }) => heard.push([type, detail]));
          }
        }
        """);
    begin();
    server.tell(START, chunk("", "{'a/b':['x']}"));
    assertThat(group("a/b")).containsText("x");
    server.tell(violation("/a~1b", "is wrong"));
    assertThat(group("a/b")).containsText("is wrong");
    server.tell(
        "{\"status\":\"end\",\"message\":\"\",\"valid\":false,\"usage\":{\"input\":1,\"output\":2},"
            + "\"violations\":[{\"path\":\"/a~1b\",\"message\":\"is wrong\"}]}");
    assertThat(page.locator("#f .meta")).hasText("3 tokens · 1 in / 2 out");
    Map<String, ?> wrong = Map.of("pointer", "/a~1b", "message", "is wrong");
    assertThat(page.evaluate("heard"))
        .isEqualTo(
            List.of(
                List.of("start", Map.of("resumed", false)),
                List.of("change", Map.of("pointer", "/a~1b/0", "value", "x")),
                List.of("violation", wrong),
                List.of(
                    "complete",
                    Map.of(
                        "value",
                        Map.of("a/b", List.of("x")),
                        "valid",
                        false,
                        "violations",
                        List.of(wrong),
                        "usage",
                        Map.of("input", 1, "output", 2),
                        "estimated",
                        false))));
  }

  @Test
  void showsHostileNamesAndTextsAsTheyAre() {
    show("<runnel-fields id=f prompt=x></runnel-fields>");
    begin();
    String hostile = "</script><img src=x onerror=alert(1)>";
    server.tell(
        START,
        chunk(
            "",
            "{'__proto__':'p','':'e','a/b':'s','m~n':'t','constructor':{},'%s':'%s','%s':'long'}"
                .formatted(hostile, hostile, "k".repeat(100_000))),
        violation("/__proto__", hostile),
        END);
    assertThat(group("__proto__")).hasText("__proto__p" + hostile);
    assertThat(group("\"\"")).hasText("\"\"e");
    assertThat(group("a/b")).hasText("a/bs");
    assertThat(group("m~n")).hasText("m~nt");
    assertThat(group("constructor")).hasText("constructor");
    assertThat(group(hostile)).hasText(hostile + hostile);
    assertThat(page.locator("#f .label").last()).hasText("k".repeat(120) + "…");
    assertThat(page.locator("#f .form :is(img, script)")).hasCount(0);
    assertThat(page.evaluate("Object.hasOwn(f.value, '__proto__')")).isEqualTo(true);
    visit.assertFits();
    assertNoFaults();
  }

  @Test
  void drawsNoDeeperThanAReaderReads() {
    show("<runnel-fields id=f prompt=x></runnel-fields>");
    begin();
    server.tell(START, chunk("", "{'a':[]}"));
    for (int depth = 1; depth < 100; depth++) {
      server.tell(chunk("/a" + "/0".repeat(depth - 1), "{'0':[]}"));
    }
    server.tell(chunk("/a" + "/0".repeat(99), "{'0':'the bottom'}"));
    assertThat(page.getByText("Nested more than 32 levels deep")).isVisible();
    assertThat(page.locator("#f .items")).hasCount(31);
    server.tell(END);
    assertThat(page.getByText("the bottom")).isVisible();
  }

  @Test
  void speaksTheLanguageAroundItOrWordsOfThePages() {
    show("<div lang=zh>" + SCHEMA + ELEMENT + "</div>");
    assertThat(page.getByRole(AriaRole.BUTTON)).hasText("开始生成");
    page.evaluate("f.lang = 'en'");
    assertThat(page.getByRole(AriaRole.BUTTON)).hasText("Generate");
    page.evaluate("f.texts = { 'fields.start': 'Fill in', 'fields.literal.true': 'paid' }");
    assertThat(page.getByRole(AriaRole.BUTTON)).hasText("Fill in");
    page.getByRole(AriaRole.BUTTON).click();
    server.tell(START, chunk("", "{'paid':true}"), END);
    assertThat(group("Paid")).hasText("Paidpaid");
    page.evaluate("f.texts = {}");
    assertThat(group("Paid")).hasText("Paidyes");
  }

  @Test
  void saysWhatCannotBeAskedFor() {
    show("<runnel-fields id=f></runnel-fields>");
    begin();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("the prompt is empty");
    page.evaluate("() => { f.prompt = 'x'; f.schema = '{\"type\":}'; f.start(); }");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Line 1, column 9: expected a value");
    page.evaluate("() => { f.schema = '#nowhere'; f.start(); }");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("schema_unreadable");
    assertThat(server.asked()).isEmpty();
    page.evaluate("() => { f.schema = { type: 'object' }; f.start(); }");
    Await.until("it is asked", () -> server.asked().size() == 1);
    assertThat(server.asked().get(0)).contains("\"schema\":{\"type\":\"object\"}");
  }

  @Test
  void saysWhatIsMissingWhenAnotherServerDoesNotLetItAsk() throws IOException {
    try (AnswerServer other = AnswerServer.start()) {
      show("<runnel-fields id=f prompt=x base='%s'></runnel-fields>".formatted(other.at("/")));
      begin();
      Locator alert = page.getByRole(AriaRole.ALERT);
      assertThat(alert).containsText("RUNNEL_CORS_ORIGINS");
      assertThat(alert).containsText(other.at("").toString());
      assertThat(alert.getByRole(AriaRole.BUTTON)).hasText("Retry");
    }
  }

  @Test
  void refusesWordsForWhatItDoesNotSay() {
    show("<runnel-fields id=f></runnel-fields>");
    assertThat(
            page.evaluate(
                "() => { try { f.texts = { start: 'Go' }; } catch (e) { return e.message; } }"))
        .isEqualTo("No text is named start: the names are those in i18n/en.js");
  }

  @Test
  void takesWhatWasSetBeforeItWasThere() {
    show("");
    page.evaluate(
        """
        () => {
          // Of a document without scripts: no class is there yet.
          const fields = document.implementation.createHTMLDocument().createElement('runnel-fields');
          fields.controls = 'none';
          fields.prompt = 'x';
          document.body.append(fields);
          fields.start();
        }
        """);
    Await.until("it is asked", () -> server.asked().size() == 1);
    assertThat(page.getByRole(AriaRole.BUTTON)).isHidden();
  }

  @Test
  void goesOnWhenItIsMovedAndWhenItComesBack() {
    show(SCHEMA + ELEMENT + "<div id=elsewhere></div>");
    begin();
    server.tell(START, chunk("", "{'zip':'1'}"));
    assertThat(group("Zip code")).containsText("1");
    page.evaluate("elsewhere.append(f)");
    server.tell(chunk("", "{'zip':'0'}"));
    assertThat(group("Zip code")).containsText("10");
    page.evaluate(
        "() => { window.away = f; f.remove(); return new Promise((done) => setTimeout(done)); }");
    server.tell(chunk("", "{'zip':'1'}"));
    page.evaluate("document.body.append(away)");
    server.tell(chunk("", "{'zip':'15'}"), END);
    assertThat(page.locator("#f .state")).hasText("Done · valid");
    assertThat(group("Zip code")).hasText("Zip codeFive digits10115");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void twoOnAPageDoNotMix() {
    show(
        "<div id=a><runnel-fields prompt=a></runnel-fields></div>"
            + "<div id=b><runnel-fields prompt=b></runnel-fields></div>");
    page.locator("#a").getByRole(AriaRole.BUTTON).click();
    server.tell(START, chunk("", "{'name':'one'}"), END);
    assertThat(page.locator("#a .field")).hasText("nameone");
    assertThat(page.locator("#b .field")).hasCount(0);
  }

  private void show(String body) {
    visit.open(server.host(body));
    page.waitForFunction("customElements.get('runnel-fields') !== undefined");
  }

  private void begin() {
    page.getByRole(AriaRole.BUTTON, named("Generate")).click();
  }

  private Locator group(String name) {
    return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** What an element gives up itself are lines: at the end of an answer, and when its page goes. */
  private void assertNoFaults() {
    visit.assertNoFaults("/api/generate", "/api/streams/");
  }

  private Locator input(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  /** What is new in one container, with single quotes for double ones. */
  private static String chunk(String path, String data) {
    String where = path.isEmpty() ? "" : "\"path\":\"%s\",".formatted(path);
    return "{\"status\":\"chunk\",%s\"data\":%s}".formatted(where, data.replace('\'', '"'));
  }

  private static String violation(String path, String message) {
    return "{\"status\":\"violation\",\"path\":\"%s\",\"message\":\"%s\"}".formatted(path, message);
  }
}
