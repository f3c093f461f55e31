package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.runnel.standin.Script;

/** What people do with the pages. The model is the scripted provider. */
final class PageUse {

  /** What {@code /helloworld} asks when it is not told what to. */
  static final String HELLO_WORLD_PROMPT = "请介绍科技发展对生活的影响。";

  private PageUse() {}

  /** Sends a question in the chat. */
  static void ask(Page page, String question) {
    page.locator("runnel-chat .composer select").selectOption("ark");
    page.locator("runnel-chat .composer textarea").fill(question);
    page.keyboard().press("Enter");
  }

  /** The same, and waits for the whole answer. */
  static void chat(Page page, String question) {
    ask(page, question);
    // The tokens are known when the answer has ended.
    assertThat(page.locator(".answer__figures")).containsText("214");
  }

  /** Has the structured page fill in a document of the reader's own. */
  static void generate(Page page, String prompt) {
    begin(page, prompt);
    assertThat(page.locator("#fields")).hasAttribute("phase", "end");
  }

  /** The same, and does not wait for it. */
  static void begin(Page page, String prompt) {
    page.locator("input[value=own]").check();
    page.locator("#example").selectOption("own");
    page.locator("#prompt").fill(prompt);
    page.locator("[data-part=start]").click();
  }

  /** Tries the call for a chat on the page of the API; returns what it shows of that call. */
  static Locator tryChat(Page page, String body) {
    Locator chat = page.locator("runnel-operation#chat");
    chat.locator("summary").first().click();
    chat.locator("textarea").fill(body);
    chat.locator("[type=submit]").click();
    assertThat(chat.locator(".operation__body")).containsText("\"type\":\"complete\"");
    return chat;
  }

  /** Listens to the EventSource to its end. */
  static void listen(Page page) {
    ScriptedProvider.plays(
        HELLO_WORLD_PROMPT,
        Script.eventStream()
            .send(ScriptedProvider.arkDelta("{\"title\":\"河"))
            .send(ScriptedProvider.arkDelta("流\",\"summary\":\"水\"}"))
            .send(ScriptedProvider.ARK_END));
    page.locator("#start").click();
    assertThat(page.locator("#fields")).hasAttribute("phase", "end");
  }
}
