package dev.runnel.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.completion.Start;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Message;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final int RACES = 500;

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final Conversations conversations = new Conversations(3, 2 * Conversation.MAX_CHARS);
  private final Conversation conversation = conversations.open();

  @Test
  void sendsEarlierExchangesAgain() {
    ask("one");
    model.says("first");
    model.finishes();
    ask("two");

    assertThat(model.requests.get(1).messages())
        .containsExactly(Message.user("one"), Message.assistant("first"), Message.user("two"));
  }

  @Test
  void knowsTheAnswerAsSoonAsItsEndCanBeRead() {
    Message question = Message.user("one");
    CompletionListener memory = conversation.remember(question, ScriptedModel.ID);
    List<Message> between = new ArrayList<>();
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER,
            ScriptedModel.chat(
                new CompletionListener() {
                  @Override
                  public void onEnding(Completion ending) {
                    memory.onEnding(ending);
                  }

                  @Override
                  public void onEnd(Completion ended) {
                    // A client that has read the end asks before the answer was read for it.
                    between.addAll(conversation.with(Message.user("two")));
                    memory.onEnd(ended);
                  }
                }));
    model.says("first");
    completion.stop();

    assertThat(between).containsExactly(question, Message.assistant("first"), Message.user("two"));
    assertThat(conversation.with(Message.user("two"))).as("once").isEqualTo(between);
  }

  @Test
  void noQuestionThatFollowsAnEndMissesTheAnswer() throws Exception {
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < RACES; i++) {
        Conversation talk = conversations.open();
        Completion completion = ask(talk, "one");
        model.says("first");
        CountDownLatch reading = new CountDownLatch(1);
        Future<List<Message>> next =
            client.submit(
                () -> {
                  reading.countDown();
                  while (completion.log().ended() == null) {
                    Thread.onSpinWait();
                  }
                  return talk.with(Message.user("two"));
                });
        reading.await();
        model.finishes();
        assertThat(next.get(10, TimeUnit.SECONDS))
            .as("race %s", i)
            .containsExactly(Message.user("one"), Message.assistant("first"), Message.user("two"));
      }
    } finally {
      client.shutdownNow();
    }
  }

  @Test
  void remembersWhatWasSaidBeforeAStop() {
    Completion completion = ask("one");
    model.says("half");
    completion.stop();

    assertThat(conversation.with(Message.user("two")))
        .containsExactly(Message.user("one"), Message.assistant("half"), Message.user("two"));
  }

  @Test
  void forgetsAQuestionThatGotNoAnswer() {
    ask("one");
    model.fails(ModelException.of(ErrorCode.UPSTREAM_UNAVAILABLE, "down").build());

    assertThat(conversation.with(Message.user("one"))).containsExactly(Message.user("one"));
  }

  @Test
  void keepsTheProvidersConversationForTheModelItBelongsTo() {
    ask("one");
    model.tell(new ModelEvent.ConversationOpened("provider-7"));

    assertThat(conversation.providerConversation(ScriptedModel.ID)).isEqualTo("provider-7");
    assertThat(conversation.providerConversation("another")).isNull();
    assertThat(conversation.id()).isNotEqualTo("provider-7");
  }

  @Test
  void sendsTheWholeAgainToAProviderThatMissedAnExchange() {
    Message question = Message.user("one");
    conversation.remember(question, "coze").onConversationOpened("provider-7");
    ask("two");
    model.says("by another model");
    model.finishes();

    assertThat(conversation.providerConversation("coze")).isNull();
  }

  @Test
  void forgetsTheOldestExchangesPastItsBounds() {
    for (int i = 0; i <= Conversation.MAX_EXCHANGES; i++) {
      ask("question " + i);
      model.says("answer");
      model.finishes();
    }
    assertThat(conversation.with(Message.user("now")))
        .hasSize(2 * Conversation.MAX_EXCHANGES + 1)
        .first()
        .isEqualTo(Message.user("question 1"));
  }

  @Test
  void forgetsTheOldestCharactersPastItsBounds() {
    String big = "x".repeat(Conversation.MAX_CHARS / 2);
    ask("one");
    model.says(big);
    model.finishes();
    ask("two");
    model.says(big);
    model.finishes();

    assertThat(conversation.with(Message.user("now")))
        .containsExactly(Message.user("two"), Message.assistant(big), Message.user("now"));
  }

  @Test
  void remembersTheBeginningAndTheEndOfALongAnswer() {
    String middle = "😀".repeat(Conversation.MAX_CHARS);
    ask("one");
    model.says("It begins. " + middle);
    model.says(middle + "It ends.");
    model.finishes();

    String remembered = conversation.with(Message.user("two")).get(1).content();
    assertThat(remembered)
        .startsWith("It begins. 😀")
        .contains("😀" + RememberedAnswer.OMISSION + "😀")
        .endsWith("😀It ends.")
        .hasSizeBetween(Conversation.MAX_CHARS - 2, Conversation.MAX_CHARS);
    assertThat(new String(remembered.getBytes(UTF_8), UTF_8))
        .as("no half of a character")
        .isEqualTo(remembered);
  }

  @Test
  void remembersAnAnswerWholeAsFarAsItsBoundGoes() {
    String answer = "x".repeat(Conversation.MAX_CHARS);
    ask("one");
    model.says(answer);
    model.finishes();

    assertThat(conversation.with(Message.user("two")).get(1).content()).isEqualTo(answer);
  }

  @Test
  void forgetsTheConversationUsedLongestAgoWhenAllRememberTooMuch() {
    String much = "x".repeat(Conversation.MAX_CHARS - "ask".length());
    Conversation second = conversations.open();
    answer(second, much);
    answer(conversation, much);
    assertThat(conversations.find(second.id())).contains(second);

    Conversation third = conversations.open();
    answer(third, "x");

    assertThat(conversations.find(conversation.id())).as("used longest ago").isEmpty();
    assertThat(conversations.find(second.id())).contains(second);
    assertThat(conversations.find(third.id())).contains(third);
  }

  @Test
  void countsWhatAConversationRemembersOnce() {
    String much = "x".repeat(Conversation.MAX_CHARS - "ask".length());
    Conversation second = conversations.open();
    for (int i = 0; i < 5; i++) {
      answer(conversation, much);
      answer(second, much);
    }

    assertThat(conversations.find(conversation.id())).contains(conversation);
    assertThat(conversations.find(second.id())).contains(second);
  }

  @Test
  void countsNothingOfAConversationThatIsForgotten() {
    String much = "x".repeat(Conversation.MAX_CHARS - "ask".length());
    for (int i = 0; i < 3; i++) {
      conversations.open();
    }
    answer(conversation, much);
    Conversation last = conversations.open();
    Conversation lastButOne = conversations.open();
    answer(last, much);
    answer(lastButOne, much);

    assertThat(conversations.find(conversation.id())).isEmpty();
    assertThat(conversations.find(last.id())).contains(last);
    assertThat(conversations.find(lastButOne.id())).contains(lastButOne);
  }

  @Test
  void forgetsTheConversationThatWasUsedLongestAgo() {
    Conversation second = conversations.open();
    Conversation third = conversations.open();
    assertThat(conversations.find(conversation.id())).contains(conversation);
    Conversation fourth = conversations.open();

    assertThat(conversations.find(second.id())).isEmpty();
    assertThat(conversations.find(conversation.id())).contains(conversation);
    assertThat(conversations.find(third.id())).contains(third);
    assertThat(conversations.find(fourth.id())).contains(fourth);
  }

  private void answer(Conversation conversation, String answer) {
    ask(conversation, "ask");
    model.says(answer);
    model.finishes();
  }

  private Completion ask(String text) {
    return ask(conversation, text);
  }

  private Completion ask(Conversation conversation, String text) {
    Message question = Message.user(text);
    return completions.start(
        ScriptedModel.REQUESTER,
        new Start(
            new CompletionRequest(
                ScriptedModel.ID,
                conversation.with(question),
                null,
                OutputFormat.TEXT,
                conversation.providerConversation(ScriptedModel.ID),
                "local"),
            "chat",
            new ChatProjection(ScriptedModel.ID),
            conversation.id(),
            conversation.remember(question, ScriptedModel.ID)));
  }
}
