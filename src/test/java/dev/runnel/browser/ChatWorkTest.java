package dev.runnel.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the views touch in a page while an answer grows, by count: what has not changed costs
 * nothing, however much of it there is.
 */
class ChatWorkTest {

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private WebappFiles files;
  private Visit visit;

  @SuppressWarnings("NullAway.Init") // set before each test
  ChatWorkTest() {}

  @BeforeEach
  void open() throws IOException {
    files = new WebappFiles();
    visit = CHROMIUM.visit(View.USUAL);
    visit.open(files.page());
  }

  @AfterEach
  void close() {
    visit.close();
    files.close();
  }

  private Map<?, ?> with(String call) {
    return (Map<?, ?>)
        visit.page().evaluate("async () => (await import('/test/chat-browser.js'))." + call);
  }

  @Test
  void touchesNoOtherTurnWhileAnAnswerGrows() {
    Map<?, ?> seen = with("growAfter(200, 50)");
    assertThat(seen.get("turns")).isEqualTo(201);
    assertThat(String.valueOf(seen.get("text"))).startsWith("word 0 word 1 ").endsWith("word 49 ");
    assertThat(seen.get("elsewhere")).isEqualTo(0);
    visit.assertNoFaults();
  }

  @Test
  void touchesNoConversationInTheListThatIsAsItWas() {
    Map<?, ?> seen = with("showConversationsAgain(200)");
    assertThat(seen.get("answering")).isEqualTo(1);
    assertThat(seen.get("again")).isEqualTo(0);
    assertThat(seen.get("others")).isEqualTo(0);
    visit.assertNoFaults();
  }

  @Test
  void drawsEventsThatAreFoldedAwayWhenTheyAreUnfolded() {
    Map<?, ?> seen = with("unfoldEvents(6000)");
    assertThat(seen.get("folded")).isEqualTo(0);
    assertThat(seen.get("counted")).isEqualTo("6000");
    assertThat(seen.get("rows")).isEqualTo(2000);
    assertThat(seen.get("first")).isEqualTo("{\"n\":4001}");
    assertThat(seen.get("last")).isEqualTo("{\"n\":6000}");
    visit.assertNoFaults();
  }
}
