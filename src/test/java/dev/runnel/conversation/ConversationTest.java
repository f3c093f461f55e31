package dev.runnel.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.completion.Start;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Message;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final Conversations conversations = new Conversations(3);
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

  private Completion ask(String text) {
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
