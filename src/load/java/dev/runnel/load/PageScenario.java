package dev.runnel.load;

import com.microsoft.playwright.CDPSession;
import dev.runnel.browser.InstalledBrowser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code page}: what a long answer costs whoever reads it: the time of the page's main thread, and
 * the frames that take so long that it is felt. In a real browser on the real pages, one tab for
 * each kind of answer.
 */
final class PageScenario implements Scenario {

  /** The time of the main thread that one answer may take in all. */
  private static final int MAX_MAIN_THREAD_MILLIS = 1_000;

  /** What a frame may take, after the first one that shows something of the answer. */
  private static final int MAX_FRAME_MILLIS = 50;

  /** A thousand deltas in a second: faster than any model, so that nothing of it is idle. */
  private static final long DELTA_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What a reader may have said in one conversation before. */
  private static final int TURNS = 200;

  private static final List<String> SHORT_ANSWER =
      List.of("A **short** ", "answer, ", "with `code` ", "and\n\n- one\n", "- two\n\n这是**重点：**短。");

  @Override
  public String title(Options options) {
    return "page: answers of 57 KB in a browser";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public boolean isOfBrowsers() {
    return true;
  }

  @Override
  public void run(Bed bed, Report report) throws InterruptedException {
    report.row(PageCost.COLUMNS);
    try (InstalledBrowser installed = InstalledBrowser.start()) {
      CDPSession browser = installed.commands();
      try (Tab tab = Tab.open(browser)) {
        MeasuredPage page = MeasuredPage.open(tab, bed.page());
        String question = expect(bed, LongAnswer.PROSE.deltas());
        report.row(page.read(question).row("prose, only read"));
      }
      for (LongAnswer answer : LongAnswer.ALL) {
        try (Tab tab = Tab.open(browser)) {
          tell(bed, report, MeasuredPage.open(tab, bed.page()), answer.title(), answer);
        }
      }
      try (Tab tab = Tab.open(browser)) {
        afterManyTurns(bed, report, tab);
      }
      for (LongDocument document : LongDocument.ALL) {
        try (Tab tab = Tab.open(browser)) {
          MeasuredPage page = MeasuredPage.open(tab, bed.page().resolve("structured.html"));
          String prompt = expect(bed, document.deltas());
          check(report, document.title(), page.generate(prompt, document.schema()));
        }
      }
    }
  }

  private static void afterManyTurns(Bed bed, Report report, Tab tab) {
    MeasuredPage before = MeasuredPage.open(tab, bed.page());
    String id = before.converse(expect(bed, SHORT_ANSWER), TURNS);
    // Another tab of the same reader: it knows the conversation from the server alone.
    MeasuredPage page = MeasuredPage.open(tab.another(), bed.page());
    report.row(page.openConversation(id).row("opening " + TURNS + " turns"));
    tell(bed, report, page, "prose after " + TURNS + " turns", LongAnswer.PROSE);
  }

  private static void tell(
      Bed bed, Report report, MeasuredPage page, String title, LongAnswer answer) {
    check(report, title, page.ask(expect(bed, answer.deltas())));
  }

  private static String expect(Bed bed, List<String> deltas) {
    return bed.provider().expect(Dialect.CHAT, Plan.saying(deltas, DELTA_NANOS)).prompt();
  }

  private static void check(Report report, String title, PageCost cost) {
    report.row(cost.row(title));
    report.require(title + ": it ended with all that was said", cost.whole());
    report.require(
        Report.format(
            "%s: main thread < %,d ms: %.0f", title, MAX_MAIN_THREAD_MILLIS, cost.taskMillis()),
        cost.taskMillis() < MAX_MAIN_THREAD_MILLIS);
    report.require(
        Report.format(
            "%s: no frame over %d ms after the first: %s",
            title, MAX_FRAME_MILLIS, cost.worstFrame()),
        cost.longFrameMillis().isEmpty());
  }
}
