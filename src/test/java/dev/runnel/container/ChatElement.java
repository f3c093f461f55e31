package dev.runnel.container;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** A chat element in English, found by what its reader sees or hears of it. */
record ChatElement(Locator chat) {

  /** The only one on a page. */
  static ChatElement on(Page page) {
    return new ChatElement(page.locator("runnel-chat"));
  }

  Locator box() {
    return chat.getByLabel("Your question");
  }

  Locator transcript() {
    return chat.getByRole(AriaRole.LOG);
  }

  Locator status() {
    return chat.getByRole(AriaRole.STATUS);
  }

  Locator list() {
    return chat.getByRole(
        AriaRole.NAVIGATION, new Locator.GetByRoleOptions().setName("Conversations"));
  }

  Locator alert(String words) {
    return chat.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText(words));
  }

  /** One of that name exactly. */
  Locator button(String name) {
    return button(chat, name);
  }

  static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** What is said in the transcript, by either side. */
  Locator said(String words) {
    return transcript().getByText(words, new Locator.GetByTextOptions().setExact(true));
  }

  /** Asks, and does not wait for the answer. */
  void ask(String question) {
    box().fill(question);
    box().press("Enter");
  }

  /** Asks, and waits until the answer is there and whole. */
  void ask(String question, String answer) {
    ask(question);
    assertThat(said(answer)).isVisible();
    assertThat(button("Send")).isVisible();
  }
}
