package dev.runnel.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.conversation.ConversationsInMemory.Bounds;
import dev.runnel.web.RequestBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationsInMemoryTest {

  private static final String OWNER = "local";
  private static final int EXCHANGE = ConversationsInMemory.EXCHANGE_CHARS;

  private Instant now = Instant.parse("2026-03-01T08:00:00Z");

  @Test
  void hasNamedBounds() {
    assertThat(Bounds.DEFAULT).isEqualTo(new Bounds(2_000, 500, 2 * 1024 * 1024, 16 * 1024 * 1024));
    assertThat(EXCHANGE + RequestBody.MAX_MESSAGE_CHARS + RememberedAnswer.MAX_CHARS)
        .as("the newest exchange, which is always kept")
        .isLessThan(Bounds.DEFAULT.conversationChars());
  }

  @Test
  void keepsWhatWasSaidInTheOrderOfTheQuestions() {
    ConversationStore store = new ConversationsInMemory();
    open(store, "a");
    ask(store, "a", "s1", "one");
    ask(store, "a", "s2", "two");
    answer(store, "a", "s2", "second");
    answer(store, "a", "s1", "first");

    assertThat(said(store, "a")).containsExactly("one: first", "two: second");
  }

  @Test
  void listsAnOwnersOwnTheOneLastUpdatedFirst() {
    ConversationStore store = new ConversationsInMemory();
    open(store, "a");
    open(store, "b");
    store.open(new Summary("c", "c", now, now), "somebody else");
    ask(store, "a", "s1", "one");
    assertThat(ids(store)).containsExactly("a", "b");

    now = now.plusSeconds(1);
    ask(store, "b", "s2", "two");
    assertThat(ids(store)).containsExactly("b", "a");

    now = now.plusSeconds(1);
    answer(store, "a", "s1", "first");
    assertThat(ids(store)).containsExactly("a", "b");
    assertThat(store.ownedBy(OWNER).get(0).updated()).isEqualTo(now);

    assertThat(store.rename("b", "B")).get().extracting(Summary::title).isEqualTo("B");
    assertThat(ids(store)).as("a rename says nothing").containsExactly("a", "b");
  }

  @Test
  void forgetsTheOldestExchangesPastTheirNumber() {
    ConversationStore store = new ConversationsInMemory(new Bounds(5, 2, 100_000, 100_000));
    open(store, "a");
    for (int i = 0; i < 3; i++) {
      ask(store, "a", "s" + i, "q" + i);
      answer(store, "a", "s" + i, "x");
    }

    assertThat(said(store, "a")).containsExactly("q1: x", "q2: x");
  }

  @Test
  void forgetsTheOldestExchangesPastTheirCharacters() {
    int chars = 2 * (EXCHANGE + 100);
    ConversationsInMemory store = new ConversationsInMemory(new Bounds(5, 50, chars, 100_000));
    open(store, "a");
    say(store, "a", "s1", 100);
    say(store, "a", "s2", 100);
    assertThat(said(store, "a")).hasSize(2);
    assertThat(store.chars()).isEqualTo(chars);

    say(store, "a", "s3", 100);
    assertThat(said(store, "a")).hasSize(2);
    assertThat(store.chars()).isEqualTo(chars);
  }

  @Test
  void keepsTheNewestExchangeHoweverLongItsAnswer() {
    int chars = 4_000;
    ConversationsInMemory store = new ConversationsInMemory(new Bounds(5, 50, chars, 100_000));
    open(store, "a");
    say(store, "a", "s1", 100);
    ask(store, "a", "s2", "q");
    answer(store, "a", "s2", "x".repeat(chars));

    assertThat(said(store, "a")).containsExactly("q: " + "x".repeat(chars));
  }

  @Test
  void forgetsTheConversationUsedLongestAgoPastTheirNumber() {
    ConversationStore store = new ConversationsInMemory(new Bounds(3, 50, 100_000, 100_000));
    open(store, "a");
    open(store, "b");
    open(store, "c");
    assertThat(store.find("a")).isPresent();
    open(store, "d");

    assertThat(store.find("b")).isEmpty();
    assertThat(ids(store)).containsExactlyInAnyOrder("a", "c", "d");
  }

  @Test
  void aListIsNoUse() {
    ConversationStore store = new ConversationsInMemory(new Bounds(2, 50, 100_000, 100_000));
    open(store, "a");
    open(store, "b");
    assertThat(ids(store)).containsExactly("b", "a");
    open(store, "c");

    assertThat(store.find("a")).isEmpty();
  }

  @Test
  void forgetsTheConversationUsedLongestAgoPastAllCharacters() {
    int each = EXCHANGE + 1_000;
    ConversationsInMemory store = new ConversationsInMemory(new Bounds(9, 50, each, 2 * each));
    for (String id : List.of("a", "b")) {
      open(store, id);
      say(store, id, id, 1_000);
    }
    for (int i = 0; i < 5; i++) {
      // What replaces the oldest exchange counts once.
      say(store, "a", "a" + i, 1_000);
      say(store, "b", "b" + i, 1_000);
    }
    assertThat(store.chars()).isEqualTo(2 * each);
    open(store, "c");
    assertThat(ids(store)).hasSize(3);
    say(store, "c", "c", 1_000);

    assertThat(store.find("a")).isEmpty();
    assertThat(ids(store)).containsExactlyInAnyOrder("b", "c");
    assertThat(store.chars()).isEqualTo(2 * each);
  }

  @Test
  void countsNothingOfWhatIsForgotten() {
    ConversationsInMemory store = new ConversationsInMemory();
    open(store, "a");
    ask(store, "a", "s1", "one");
    assertThat(store.remove("a")).isTrue();
    answer(store, "a", "s1", "late");

    assertThat(store.chars()).isZero();
    assertThat(store.ask("a", exchange("s2", "two", null))).isFalse();
    assertThat(store.remove("a")).isFalse();
    assertThat(store.rename("a", "A")).isEmpty();
  }

  @Test
  void whatReplacesAForgottenExchangeReplacesAllBeforeIt() {
    ConversationsInMemory store = new ConversationsInMemory(new Bounds(5, 3, 100_000, 100_000));
    open(store, "a");
    for (int i = 0; i < 3; i++) {
      ask(store, "a", "s" + i, "q" + i);
      answer(store, "a", "s" + i, "x");
    }
    assertThat(store.ask("a", exchange("new", "instead", "s0"))).isTrue();
    assertThat(said(store, "a")).containsExactly("q1: x", "q2: x", "instead: ");
    answer(store, "a", "new", "y");

    assertThat(said(store, "a")).containsExactly("instead: y");
    assertThat(store.chars()).isEqualTo(EXCHANGE + "instead".length() + "y".length());
  }

  private void open(ConversationStore store, String id) {
    store.open(new Summary(id, id, now, now), OWNER);
  }

  private void ask(ConversationStore store, String id, String stream, String question) {
    assertThat(store.ask(id, exchange(stream, question, null))).isTrue();
  }

  private Exchange exchange(String stream, String question, @Nullable String replaces) {
    return new Exchange(stream, question, "demo", now, replaces, null);
  }

  private void answer(ConversationStore store, String id, String stream, String text) {
    store.answer(id, stream, new Answer(text, Answer.Ending.COMPLETE, now, null));
  }

  /** An exchange of so many characters. */
  private void say(ConversationStore store, String id, String stream, int chars) {
    ask(store, id, stream, "q".repeat(chars / 2));
    answer(store, id, stream, "a".repeat(chars - chars / 2));
  }

  private static List<String> ids(ConversationStore store) {
    return store.ownedBy(OWNER).stream().map(Summary::id).toList();
  }

  private static List<String> said(ConversationStore store, String id) {
    return store.find(id).orElseThrow().exchanges().stream()
        .map(exchange -> exchange.question() + ": " + exchange.said())
        .toList();
  }
}
