package dev.runnel.container;

import com.microsoft.playwright.Page;
import dev.runnel.browser.Visit;
import java.net.URI;

/** The pages of the WAR, and when each has begun. */
enum SitePage {
  CHAT("", "**/api/models", "runnel-chat .composer"),
  STRUCTURED("structured.html", "**/api/models", "#fields .label"),
  API("api.html", "**/openapi", "runnel-operation"),
  EVENT_SOURCE("test_sse_client.html", "**/style/structured.css", "#client:not([hidden])"),
  ADMIN("admin/", "**/api/admin/events", "#settings tbody tr + tr");

  private final String path;
  private final String lastRequest;
  private final String drawn;

  SitePage(String path, String lastRequest, String drawn) {
    this.path = path;
    this.lastRequest = lastRequest;
    this.drawn = drawn;
  }

  /** Opens the page and waits until all that comes by itself is there. */
  Page open(Visit visit, URI root) {
    Page page = visit.page();
    page.waitForResponse(lastRequest, () -> visit.open(root.resolve(path)));
    page.locator(drawn).first().waitFor();
    return page;
  }

  /** The page's language, for somebody whose browser asks for that one. */
  String language(String locale) {
    // A learner's page, whose text exists once.
    return this == EVENT_SOURCE ? "zh-CN" : locale;
  }
}
