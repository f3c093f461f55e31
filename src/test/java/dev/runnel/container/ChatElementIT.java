package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.runnel.browser.Chromium;
import dev.runnel.browser.View;
import dev.runnel.browser.Visit;
import dev.runnel.standin.Gate;
import dev.runnel.standin.Loopback;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chat element, as its readers use it: the page of its own, and pages of other servers. */
@OnOneServer
class ChatElementIT extends ServerTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final View WIDE = new View("en", ColorScheme.LIGHT, 1280);
  private static final View NARROW = new View("en", ColorScheme.DARK, 320);

  /** A stream is left at its last event, without waiting for its end. */
  private static final String GIVEN_UP = "/api/";

  @Deployment(testable = false)
  static WebArchive deployment() {
    return war("runnel.resume-grace=PT10S", "runnel.chat-model=ark");
  }

  @Test
  void enterSendsAndTheAnswerHasItsFigures() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      assertThat(chat.button("Send")).isDisabled();
      chat.ask("say Hello|, 世界", "Hello, 世界");
      assertThat(chat.transcript()).containsText("214 tokens");
      assertThat(chat.transcript()).containsText("90 in / 124 out");
      assertThat(chat.transcript()).containsText(Pattern.compile("first token \\d+\\.\\d\\d s"));
      assertThat(chat.transcript()).containsText("doubao-test");
      assertThat(chat.box()).isFocused();
      assertThat(chat.status()).hasText("Answer complete");
      visit.assertNoFaults(GIVEN_UP);
      visit.assertFits();
    }
  }

  @Test
  void nothingIsSentByShiftEnterOrWhileAnInputMethodComposes() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.box().fill("ni");
      chat.box()
          .evaluate(
              """
              (box) => {
                const key = { key: 'Enter', bubbles: true, composed: true, cancelable: true };
                box.dispatchEvent(new CompositionEvent('compositionstart'));
                box.dispatchEvent(new KeyboardEvent('keydown', { ...key, isComposing: true }));
                box.dispatchEvent(new KeyboardEvent('keydown', { ...key, keyCode: 229 }));
              }
              """);
      chat.box().press("Shift+Enter");
      assertThat(chat.box()).hasValue("ni\n");
      assertThat(chat.transcript()).not().containsText("ni");
    }
  }

  @Test
  void escapeStopsAndTheKeyboardIsBackInTheBox() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      for (Runnable stop :
          List.<Runnable>of(
              () -> visit.page().keyboard().press("Escape"), () -> chat.button("Stop").click())) {
        chat.ask("stall");
        assertThat(chat.said("first").last()).isVisible();
        assertThat(chat.status()).hasText("Answering…");
        stop.run();
        assertThat(chat.transcript().getByText("Stopped: the answer is not complete.").last())
            .isVisible();
        assertThat(chat.status()).hasText("Stopped");
        assertThat(chat.box()).isFocused();
      }
      assertThat(chat.said("first")).hasCount(2);
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void theStatusChangesTwiceAnAnswerAndFinishedTurnsAreNotTouched() {
    Gate more = new Gate();
    ScriptedProvider.plays(
        "in many pieces",
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("a"))
            .await(more)
            .send(ScriptedProvider.arkDelta("b"))
            .pause()
            .send(ScriptedProvider.arkDelta("c"))
            .send(ScriptedProvider.ARK_END));
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("say one", "one");
      watch(chat, "statusChanges", "[role=status]");
      chat.ask("in many pieces");
      assertThat(chat.said("a")).isVisible();
      watch(chat, "touches", ".turn");
      more.open();
      assertThat(chat.said("abc")).isVisible();
      assertThat(chat.status()).hasText("Answer complete");
      assertThat(visit.page().evaluate("statusChanges")).isEqualTo(2);
      assertThat(visit.page().evaluate("touches")).isEqualTo(0);
    }
  }

  @Test
  void aFailureSaysWhatSupportAsksForAndCanBeRetried() {
    ScriptedProvider.plays(
        "fails once",
        Script.status(503)
            .header("x-request-id", "log-of-failure")
            .header("Retry-After", "3600")
            .end(),
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("there it is"))
            .send(ScriptedProvider.ARK_END));
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("fails once");
      Locator alert = chat.alert("upstream_unavailable");
      assertThat(alert).containsText("log-of-failure");
      assertThat(chat.status()).hasText("");
      ChatElement.button(alert, "Retry").click();
      assertThat(chat.said("there it is")).isVisible();
      assertThat(alert).hasCount(0);
      assertThat(chat.said("fails once")).hasCount(1);
      assertThat(chat.box()).isFocused();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void reasoningIsOpenUntilTheTextBeginsUnlessTheReaderOpenedIt() {
    Gate think = new Gate();
    Gate write = new Gate();
    ScriptedProvider.plays(
        "think first",
        Script.eventStream()
            .send(reasoning("one moment"))
            .await(think)
            .send(ScriptedProvider.arkDelta("so"))
            .await(write)
            .send(ScriptedProvider.arkDelta(" it is"))
            .send(ScriptedProvider.ARK_END));
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("think first");
      assertThat(chat.said("one moment")).isVisible();
      assertThat(chat.said("Thinking…")).isVisible();
      think.open();
      assertThat(chat.said("so")).isVisible();
      assertThat(chat.said("one moment")).isHidden();
      chat.said("Reasoning").click();
      write.open();
      assertThat(chat.said("so it is")).isVisible();
      assertThat(chat.said("one moment")).isVisible();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void aFollowUpIsAskedByItsButton() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.chat().getByLabel("Model").selectOption("coze");
      chat.ask("Hello", "You said: Hello");
      chat.button("And then?").click();
      assertThat(chat.said("You said: And then?")).isVisible();
      assertThat(chat.button("And then?")).hasCount(1);
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void whoScrollsUpIsLeftThereAndFindsTheWayBack() {
    Gate more = new Gate();
    ScriptedProvider.plays(
        "a long one",
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("line\n\n".repeat(60)))
            .await(more)
            .send(ScriptedProvider.arkDelta("the last line"))
            .send(ScriptedProvider.ARK_END));
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("a long one");
      assertThat(chat.button("Back to the latest")).isHidden();
      assertThat(chat.transcript()).containsText("line");
      visit.page().waitForCondition(() -> toEnd(chat) < 2);
      chat.transcript().hover();
      visit.page().mouse().wheel(0, -400);
      assertThat(chat.button("Back to the latest")).isVisible();
      more.open();
      assertThat(chat.button("Send")).isVisible();
      assertThat(chat.transcript()).containsText("the last line");
      assertThat(toEnd(chat)).isGreaterThan(300);
      chat.button("Back to the latest").click();
      visit.page().waitForCondition(() -> toEnd(chat) < 2);
      assertThat(chat.button("Back to the latest")).isHidden();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void whoWantsLessMotionGetsNone() {
    ScriptedProvider.plays("nothing yet", Script.eventStream().stall());
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("nothing yet");
      visit.page().waitForCondition(() -> moving(chat) > 0);
      visit
          .page()
          .emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      visit.page().waitForCondition(() -> moving(chat) == 0);
    }
  }

  @Test
  void anAnswerGoesOnAfterAReload() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("wait for reload");
      assertThat(chat.said("first")).isVisible();
      visit.page().reload();
      assertThat(chat.said("first")).isVisible();
      assertThat(chat.button("Stop")).isVisible();
      ScriptedProvider.GATES.get("reload").open();
      assertThat(chat.said("first last")).isVisible();
      // Its words can be there before its end, which a page that is loaded anew would announce.
      assertThat(chat.button("Send")).isVisible();
      visit.page().reload();
      assertThat(chat.said("first last")).isVisible();
      assertThat(chat.status()).hasText("");
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void aQuestionInOtherWordsTakesThePlaceOfWhatFollowed() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("say one", "one");
      chat.ask("say two", "two");
      chat.button("Regenerate").click();
      assertThat(chat.button("Send")).isVisible();
      assertThat(chat.said("two")).hasCount(1);
      chat.said("say one").hover();
      chat.button("Edit the question").first().click();
      Locator edit = chat.chat().getByLabel("The question in other words");
      assertThat(edit).isFocused();
      edit.press("Escape");
      assertThat(chat.said("say one")).isVisible();
      chat.button("Edit the question").first().press("Enter");
      edit.fill("say uno");
      edit.press("Enter");
      assertThat(chat.said("uno")).isVisible();
      assertThat(chat.said("two")).hasCount(0);
      // Names, not numbers: the page and the server agree on what is left.
      visit.page().reload();
      assertThat(chat.said("uno")).isVisible();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void conversationsAreOpenedRenamedAndDeleted() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      Gate gate = ScriptedProvider.GATES.computeIfAbsent("list", name -> new Gate());
      chat.ask("wait for list");
      assertThat(chat.said("first")).isVisible();
      ChatElement.button(chat.list(), "New conversation").click();
      assertThat(chat.said("first")).hasCount(0);
      chat.ask("say other", "other");
      gate.open();
      ChatElement.button(chat.list(), "wait for list").click();
      assertThat(chat.said("first last")).isVisible();

      chat.list().getByText("say other").hover();
      ChatElement.button(chat.list(), "Rename: say other").click();
      visit.page().keyboard().type("Other things");
      visit.page().keyboard().press("Enter");
      ChatElement.button(chat.list(), "Other things").click();
      assertThat(chat.said("other")).isVisible();
      assertThat(chat.chat().getByRole(AriaRole.HEADING)).hasText("Other things");

      ChatElement.button(chat.list(), "Delete: Other things").click();
      Locator sure = chat.chat().getByRole(AriaRole.DIALOG);
      assertThat(ChatElement.button(sure, "Cancel")).isFocused();
      ChatElement.button(sure, "Delete").click();
      assertThat(ChatElement.button(chat.list(), "Other things")).hasCount(0);
      assertThat(chat.said("other")).hasCount(0);
      visit.page().reload();
      assertThat(ChatElement.button(chat.list(), "wait for list")).isVisible();
      assertThat(ChatElement.button(chat.list(), "Other things")).hasCount(0);
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void aConversationIsTakenAlongAsAFile() throws IOException {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      chat.ask("say what is kept", "what is kept");
      for (String form : new String[] {"Markdown file", "JSON file"}) {
        chat.button("Export the conversation").click();
        Download file = visit.page().waitForDownload(() -> chat.button(form).click());
        assertThat(file.suggestedFilename()).endsWith(form.startsWith("JSON") ? ".json" : ".md");
        assertThat(Files.readString(file.path()))
            .contains("say what is kept", "\n", "what is kept");
      }
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void anAnswerIsCopied() {
    try (Visit visit = CHROMIUM.visit(WIDE)) {
      ChatElement chat = open(visit);
      visit.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      chat.ask("say **as** written");
      assertThat(chat.button("Send")).isVisible();
      chat.button("Copy the answer").click();
      assertThat(chat.button("Copied")).isVisible();
      assertThat(visit.page().evaluate("navigator.clipboard.readText()"))
          .isEqualTo("**as** written");
    }
  }

  @Test
  void inANarrowWindowTheListLiesOverTheConversation() {
    try (Visit visit = CHROMIUM.visit(NARROW)) {
      ChatElement chat = open(visit);
      chat.ask("say narrow", "narrow");
      assertThat(chat.list()).isHidden();
      chat.button("Conversations").click();
      assertThat(ChatElement.button(chat.list(), "New conversation")).isFocused();
      visit.page().keyboard().press("Escape");
      assertThat(chat.list()).isHidden();
      assertThat(chat.button("Conversations")).isFocused();
      visit.assertFits();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void aBubbleOpensAndClosesAndTheFocusComesBack() throws IOException {
    try (HostPage host = HostPage.with(root(), "<h1>Portal</h1><runnel-chat mode=bubble>");
        Visit visit = CHROMIUM.visit(WIDE)) {
      visit.open(host.uri());
      ChatElement chat = ChatElement.on(visit.page());
      assertThat(chat.box()).isHidden();
      chat.button("Open the chat").click();
      assertThat(chat.chat().getByRole(AriaRole.DIALOG)).isVisible();
      assertThat(chat.box()).isFocused();
      chat.ask("stall");
      assertThat(chat.said("first")).isVisible();
      visit.page().keyboard().press("Escape");
      assertThat(chat.status()).hasText("Stopped");
      visit.page().keyboard().press("Escape");
      assertThat(chat.box()).isHidden();
      assertThat(chat.button("Open the chat")).isFocused();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void twoElementsOnAPageOfAnotherServerAreApart() throws IOException {
    try (HostPage host =
            HostPage.with(
                root(), "<runnel-chat id=one></runnel-chat><runnel-chat id=two lang=zh>");
        Visit visit = CHROMIUM.visit(WIDE)) {
      visit.open(host.uri());
      ChatElement one = new ChatElement(visit.page().locator("#one"));
      Locator two = visit.page().locator("#two");
      one.ask("say for one", "for one");
      two.getByLabel("你的问题").fill("say for two");
      two.getByLabel("你的问题").press("Enter");
      assertThat(two.getByRole(AriaRole.LOG)).containsText("for two");
      assertThat(one.transcript()).not().containsText("for two");
      assertThat(one.box()).hasCSS("text-align", "start");
      assertThat(one.box()).hasCSS("color", "rgb(20, 33, 31)");
      visit.page().reload();
      assertThat(one.said("for one")).isVisible();
      assertThat(two.getByRole(AriaRole.LOG)).containsText("for two");
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void anElementThatLeavesThePageLeavesNothingBehindAndCanComeBack() throws IOException {
    try (HostPage host = HostPage.with(root(), "<main><runnel-chat></runnel-chat></main>");
        Visit visit = CHROMIUM.visit(WIDE)) {
      visit
          .page()
          .addInitScript(
              """
              window.listeners = [];
              for (const target of [window, document]) {
                const add = target.addEventListener;
                target.addEventListener = function (type, listener, options) {
                  listeners.push({ type, signal: options?.signal });
                  return add.call(this, type, listener, options);
                };
              }
              """);
      List<String> ended = new CopyOnWriteArrayList<>();
      visit.page().onRequestFailed((Request request) -> ended.add(request.url()));
      visit.open(host.uri());
      ChatElement chat = ChatElement.on(visit.page());
      Gate gate = ScriptedProvider.GATES.computeIfAbsent("return", name -> new Gate());
      chat.ask("wait for return");
      assertThat(chat.said("first")).isVisible();
      visit
          .page()
          .evaluate("window.gone = document.querySelector('runnel-chat'); window.gone.remove()");
      visit.page().waitForCondition(() -> !ended.isEmpty());
      assertThat(ended).singleElement().asString().endsWith("/api/chat");
      assertThat(visit.page().evaluate("listeners.length > 0")).isEqualTo(true);
      assertThat(
              visit
                  .page()
                  .evaluate(
                      "listeners.filter(({ signal }) => !signal?.aborted).map(({ type }) => type)"))
          .isEqualTo(List.of());
      visit.page().evaluate("document.querySelector('main').append(window.gone)");
      assertThat(chat.said("first")).isVisible();
      gate.open();
      assertThat(chat.said("first last")).isVisible();
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void saysWhatItDoesByEventsAndDoesWhatItIsAsked() throws IOException {
    try (HostPage host = HostPage.with(root(), "<runnel-chat></runnel-chat>");
        Visit visit = CHROMIUM.visit(WIDE)) {
      visit.open(host.uri());
      ChatElement chat = ChatElement.on(visit.page());
      assertThat(chat.box()).isVisible();
      visit
          .page()
          .evaluate(
              """
              () => {
                window.heard = [];
                for (const type of ['start', 'complete', 'stop', 'error', 'conversation']) {
                  document.addEventListener(`runnel-${type}`, ({ detail }) => heard.push([type, detail]));
                }
              }
              """);
      assertThat(chat.chat().evaluate("(it) => it.send('say by method').then(({ text }) => text)"))
          .isEqualTo("by method");
      assertThat(visit.page().evaluate("heard.map(([type]) => type).join()"))
          .isEqualTo("conversation,start,complete");
      assertThat(
              visit
                  .page()
                  .evaluate("heard.every(([, { conversationId: id }]) => typeof id === 'string')"))
          .isEqualTo(true);
      assertThat(chat.chat().evaluate("(it) => it.exportConversation('markdown')").toString())
          .contains("by method");
      assertThat(
              chat.chat()
                  .evaluate(
                      "(it) => it.send(' ').catch((error) => `${error.name}: ${error.message}`)"))
          .isEqualTo("RangeError: There is nothing to send: the text is empty");
      chat.chat().evaluate("(it) => { it.texts = { 'chat.welcome': 'Ask the portal' } }");
      chat.chat().evaluate("(it) => it.newConversation()");
      assertThat(chat.transcript()).containsText("Ask the portal");
      visit.assertNoFaults(GIVEN_UP);
    }
  }

  @Test
  void aServerThatCannotBeAskedFromHereIsSaidToBeSo() throws IOException {
    String elsewhere = "http://127.0.0.1:%d/".formatted(Loopback.deafPort());
    try (HostPage host =
            HostPage.with(root(), "<runnel-chat base='%s'></runnel-chat>".formatted(elsewhere));
        Visit visit = CHROMIUM.visit(WIDE)) {
      visit.open(host.uri());
      ChatElement chat = ChatElement.on(visit.page());
      chat.ask("Hello");
      assertThat(chat.alert("RUNNEL_CORS_ORIGINS")).containsText(elsewhere.replaceAll("/$", ""));
    }
  }

  /** Counts from now on what changes in the first of those in the element. */
  private static void watch(ChatElement chat, String name, String selector) {
    chat.chat()
        .evaluate(
            """
            ({ shadowRoot }, [name, selector]) => {
              window[name] = 0;
              new MutationObserver((all) => (window[name] += all.length)).observe(
                shadowRoot.querySelector(selector),
                { subtree: true, childList: true, characterData: true, attributes: true });
            }
            """,
            List.of(name, selector));
  }

  private ChatElement open(Visit visit) {
    Page page = visit.page();
    page.waitForResponse("**/api/models", () -> visit.open(root()));
    ChatElement chat = ChatElement.on(page);
    assertThat(chat.box()).isFocused();
    return chat;
  }

  private URI root() {
    return uri("");
  }

  /** How much in the element moves by itself. */
  private static int moving(ChatElement chat) {
    return (int) chat.chat().evaluate("(it) => it.shadowRoot.getAnimations().length");
  }

  /** How far it can be scrolled, in pixels. */
  private static double toEnd(ChatElement chat) {
    return ((Number)
            chat.transcript()
                .evaluate("(log) => log.scrollHeight - log.scrollTop - log.clientHeight"))
        .doubleValue();
  }

  private static String reasoning(String text) {
    return "data: {\"id\":\"0217588\",\"choices\":[{\"delta\":{\"reasoning_content\":\"%s\"},\"index\":0}],\"model\":\"doubao-test\"}\n\n"
        .formatted(text);
  }
}
