package dev.runnel.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;

/**
 * The Web Content Accessibility Guidelines, levels A and AA, as far as a machine can tell.
 *
 * @see <a
 *     href="https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md">axe</a>
 */
public final class Guidelines {

  private static final List<String> TAGS = List.of("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa");

  private Guidelines() {}

  /**
   * Asserts that a page keeps to them as it is now. For {@link Chromium#visitWithoutPolicy}: the
   * rules are scripts that no page of ours would run.
   */
  public static void assertKeptBy(Page page, String when) {
    // Our pages have no frames: one run tells all.
    AxeResults results = new AxeBuilder(page).setLegacyMode(true).withTags(TAGS).analyze();
    assertThat(results.getPasses()).as(when).isNotEmpty();
    assertThat(results.getViolations()).extracting(Guidelines::told).as(when).isEmpty();
  }

  private static String told(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream()
            .map(node -> node.getTarget() + " " + node.getHtml() + " " + node.getFailureSummary())
            .toList();
  }
}
