package dev.runnel.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.Message;
import dev.runnel.model.ModelEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a model is shown of a conversation, and what a person is. */
class ConversationTest {

  private static final int RACES = 500;

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final Conversations conversations =
      new Conversations(new ConversationsInMemory(), model.time.clock());
  private final Talk talk = talk();

  private Talk talk() {
    return new Talk(model, completions, conversations);
  }

  @AfterEach
  void nothingIsHeldForAnswersThatAreOver() {
    completions.liveCompletions().forEach(Completion::stop);
    assertThat(conversations.open()).isZero();
  }

  @Test
  void sendsEarlierExchangesAgain() {
    talk.answered("one", "first");
    talk.ask("two");

    assertThat(model.requests.get(1).messages())
        .containsExactly(Message.user("one"), Message.assistant("first"), Message.user("two"));
  }

  @Test
  void knowsTheAnswerAsSoonAsItsEndCanBeRead() {
    Turn turn = talk.turn(null, "one");
    List<String> between = new ArrayList<>();
    CompletionListener late =
        new CompletionListener() {
          @Override
          public void onStarted(Completion started) {
            turn.onStarted(started);
          }

          @Override
          public void onEnding(Completion ending) {
            turn.onEnding(ending);
          }

          @Override
          public void onEnd(Completion ended) {
            // A client that has read the end asks before the answer was read for it.
            between.addAll(talk.modelSees());
            turn.onEnd(ended);
          }
        };
    Completion completion = completions.start(ScriptedModel.REQUESTER, ScriptedModel.chat(late));
    model.says("first");
    completion.stop();

    assertThat(between).containsExactly("one", "first");
    assertThat(talk.modelSees()).as("once").isEqualTo(between);
  }

  @Test
  void noQuestionThatFollowsAnEndMissesTheAnswer() throws Exception {
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < RACES; i++) {
        Talk each = talk();
        Completion completion = each.ask("one");
        model.says("first");
        CountDownLatch reading = new CountDownLatch(1);
        Future<List<String>> next =
            client.submit(
                () -> {
                  reading.countDown();
                  while (completion.log().ended() == null) {
                    Thread.onSpinWait();
                  }
                  return each.modelSees();
                });
        reading.await();
        model.finishes();
        assertThat(next.get(10, TimeUnit.SECONDS)).as("race %s", i).containsExactly("one", "first");
      }
    } finally {
      client.shutdownNow();
    }
  }

  @Test
  void whoReadsWhileAnAnswerEndsFindsItWholeOrLive() throws Exception {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < RACES; i++) {
        Talk each = talk();
        String stream = each.ask("one").log().id();
        model.says("first");
        CountDownLatch reading = new CountDownLatch(1);
        Future<ReaderView> view =
            reader.submit(
                () -> {
                  reading.countDown();
                  return each.view();
                });
        reading.await();
        model.finishes();
        ReaderView seen = view.get(10, TimeUnit.SECONDS);
        boolean whole = seen.exchanges().get(0).answer() != null;
        assertThat(seen.live()).as("race %s", i).isEqualTo(whole ? null : stream);
        assertThat(each.readerSees()).containsExactly("one: first");
      }
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void remembersWhatWasSaidBeforeAStop() {
    Completion completion = talk.ask("one");
    model.says("half");
    completion.stop();

    assertThat(talk.modelSees()).containsExactly("one", "half");
    assertThat(talk.view().exchanges().get(0).answer())
        .extracting(Answer::ending)
        .isEqualTo(Answer.Ending.CANCELLED);
  }

  @Test
  void showsThePersonAQuestionThatGotNoAnswerAndTheModelNot() {
    talk.answered("one", "first");
    talk.failed("two");

    assertThat(talk.readerSees()).containsExactly("one: first", "two: ");
    assertThat(talk.view().exchanges().get(1).answer())
        .extracting(Answer::ending)
        .isEqualTo(Answer.Ending.FAILED);
    assertThat(talk.modelSees()).containsExactly("one", "first");
  }

  @Test
  void tellsWhichAnswerIsBeingWritten() {
    Completion completion = talk.ask("one");
    model.says("half");

    assertThat(talk.view().live()).isEqualTo(completion.log().id());
    assertThat(talk.readerSees()).containsExactly("one: ");
    model.finishes();
    assertThat(talk.view().live()).isNull();
    assertThat(talk.readerSees()).containsExactly("one: half");
  }

  @Test
  void aQuestionThatIsRefusedOpensNoConversation() {
    Turn turn = talk.turn(null, "one");

    assertThat(conversations.read(talk.id())).isEmpty();
    talk.start(turn);
    assertThat(talk.readerSees()).containsExactly("one: ");
  }

  @Test
  void replacesAnExchangeAndAllAfterItWhenTheNewAnswerIsThere() {
    talk.answered("one", "first");
    String second = talk.answered("two", "second");
    talk.answered("three", "third");
    Completion instead = talk.replace(second, "2");

    assertThat(lastRequest().messages())
        .containsExactly(Message.user("one"), Message.assistant("first"), Message.user("2"));
    assertThat(talk.readerSees()).as("while it is written").containsExactly("one: first", "2: ");
    assertThat(talk.view().live()).isEqualTo(instead.log().id());
    model.says("better");
    model.finishes();

    assertThat(talk.readerSees()).containsExactly("one: first", "2: better");
    assertThat(talk.modelSees()).containsExactly("one", "first", "2", "better");
  }

  @Test
  void aTryThatFailsLosesNothing() {
    String first = talk.answered("one", "first");
    talk.answered("two", "second");
    talk.replace(first, "1");
    model.says("half");
    talk.fail();

    assertThat(talk.readerSees()).containsExactly("one: first", "two: second", "1: half");

    talk.replace(first, "1").stop();
    assertThat(talk.readerSees())
        .as("stopped without a word")
        .containsExactly("one: first", "two: second", "1: half", "1: ");
  }

  @Test
  void tryingAgainWhatFailedReplacesWhatThatWasToReplace() {
    String first = talk.answered("one", "first");
    talk.answered("two", "second");
    String failed = talk.replace(first, "1").log().id();
    talk.fail();
    talk.replace(failed, "1");
    assertThat(lastRequest().messages()).containsExactly(Message.user("1"));
    model.says("better");
    model.finishes();

    assertThat(talk.readerSees()).containsExactly("1: better");
  }

  @Test
  void aStoppedAnswerReplacesToo() {
    String first = talk.answered("one", "first");
    Completion instead = talk.replace(first, "1");
    model.says("better");
    instead.stop();

    assertThat(talk.readerSees()).containsExactly("1: better");
  }

  @Test
  void aQuestionThatWasAskedMeanwhileIsNotReplaced() {
    String first = talk.answered("one", "first");
    Turn instead = talk.turn(first, "1");
    Completion replacing = talk.start(instead);
    model.says("better");
    Completion meanwhile = talk.ask("two");
    model.says("second");
    model.finishes();
    replacing.stop();
    assertThat(meanwhile.log().ended()).isNotNull();
    assertThat(talk.readerSees()).containsExactly("1: better", "two: second");
  }

  @Test
  void refusesToReplaceWhatIsNotInTheConversation() {
    talk.answered("one", "first");
    Talk other = talk();
    String foreign = other.answered("one", "first");

    assertThatThrownBy(() -> talk.replace(foreign, "1"))
        .isInstanceOfSatisfying(
            IrreplaceableException.class,
            e -> {
              assertThat(e.passing()).isFalse();
              assertThat(e.detail()).contains("'replaces'", "stream_id");
            });
  }

  @Test
  void refusesToReplaceWhatIsBeingWritten() {
    String first = talk.answered("one", "first");
    Completion second = talk.ask("two");

    assertThatThrownBy(() -> talk.replace(first, "1"))
        .isInstanceOfSatisfying(
            IrreplaceableException.class,
            e -> {
              assertThat(e.passing()).isTrue();
              assertThat(e.detail()).contains(second.log().id());
            });
    second.stop();
    talk.replace(first, "1");
    assertThat(lastRequest().messages()).containsExactly(Message.user("1"));
  }

  @Test
  void goesOnWithTheProvidersConversation() {
    talk.ask("one");
    model.tell(new ModelEvent.ConversationOpened("provider-7"));
    model.says("first");
    model.finishes();
    talk.answered("two", "second");
    talk.ask("three");

    assertThat(model.requests)
        .extracting(CompletionRequest::providerConversation)
        .containsExactly(null, "provider-7", "provider-7");
    assertThat(talk.id()).isNotEqualTo("provider-7");
    assertThat(conversations.goOn(talk.id(), "four", "another", null).orElseThrow())
        .extracting(Turn::knownToProvider)
        .isNull();
  }

  @Test
  void sendsTheWholeAgainToAProviderThatMissedAnExchange() {
    talk.ask("one");
    model.tell(new ModelEvent.ConversationOpened("provider-7"));
    model.says("first");
    model.finishes();
    talk.start(conversations.goOn(talk.id(), "two", "another", null).orElseThrow());
    model.says("by another model");
    model.finishes();

    assertThat(talk.turn(null, "three").knownToProvider()).isNull();
  }

  @Test
  void sendsTheWholeAgainAfterAQuestionWithoutAnAnswerAndInsteadOfAnother() {
    talk.ask("one");
    model.tell(new ModelEvent.ConversationOpened("provider-7"));
    model.says("first");
    model.finishes();
    String second = talk.failed("two");
    assertThat(talk.turn(null, "two").knownToProvider()).isNull();

    assertThat(talk.turn(second, "two").knownToProvider()).as("regenerated").isNull();
    assertThat(talk.turn(second, "two").messages()).hasSize(3);
  }

  @Test
  void deletesAConversationAndStopsWhatIsWrittenInIt() {
    talk.answered("one", "first");
    Completion completion = talk.ask("two");
    model.says("half");

    assertThat(conversations.delete(talk.id())).isTrue();
    assertThat(completion.log().ended()).isNotNull();
    assertThat(model.cancelled).isEqualTo(1);
    assertThat(conversations.read(talk.id())).isEmpty();
    assertThat(conversations.goOn(talk.id(), "three", ScriptedModel.ID, null)).isEmpty();
    assertThat(conversations.delete(talk.id())).isFalse();
  }

  @Test
  void asksNoModelForAConversationThatWasDeletedJustBefore() {
    talk.answered("one", "first");
    Turn turn = talk.turn(null, "two");
    conversations.delete(talk.id());
    Completion completion = talk.start(turn);

    assertThat(completion.log().ended()).isNotNull();
    assertThat(model.requests).hasSize(1);
  }

  @Test
  void noAnswerOutlivesTheDeletionOfItsConversation() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < RACES; i++) {
        Talk each = talk();
        each.answered("one", "first");
        Turn turn = each.turn(null, "two");
        CountDownLatch deleting = new CountDownLatch(1);
        Future<Boolean> deleted =
            other.submit(
                () -> {
                  deleting.countDown();
                  return conversations.delete(each.id());
                });
        deleting.await();
        Completion completion = each.start(turn);
        assertThat(deleted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(completion.log().ended()).as("race %s", i).isNotNull();
        assertThat(conversations.read(each.id())).isEmpty();
      }
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void aRenameAndAnEndAtTheSameTimeBothStay() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < RACES; i++) {
        Talk each = talk();
        each.ask("one");
        model.says("first");
        CountDownLatch renaming = new CountDownLatch(1);
        Future<?> renamed =
            other.submit(
                () -> {
                  renaming.countDown();
                  return conversations.rename(each.id(), "Rivers");
                });
        renaming.await();
        model.finishes();
        renamed.get(10, TimeUnit.SECONDS);
        assertThat(each.view().about().title()).as("race %s", i).isEqualTo("Rivers");
        assertThat(each.readerSees()).containsExactly("one: first");
      }
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void listsWhileOthersChange() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch listing = new CountDownLatch(1);
      Future<?> changing =
          other.submit(
              () -> {
                listing.await();
                for (int i = 0; i < RACES; i++) {
                  Talk each = talk();
                  each.answered("one", "first");
                  conversations.rename(each.id(), "Rivers");
                  conversations.delete(each.id());
                }
                return null;
              });
      listing.countDown();
      while (!changing.isDone()) {
        assertThat(conversations.ownedBy(Talk.OWNER)).hasSizeBetween(0, 1);
      }
      changing.get();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void showsAModelTheLastExchanges() {
    for (int i = 0; i <= ModelView.MAX_EXCHANGES; i++) {
      talk.answered("question " + i, "answer");
    }
    assertThat(talk.modelSees())
        .hasSize(2 * ModelView.MAX_EXCHANGES)
        .first()
        .isEqualTo("question 1");
    assertThat(talk.readerSees()).hasSize(ModelView.MAX_EXCHANGES + 1);
  }

  @Test
  void showsAModelAsManyCharactersAsFit() {
    String big = "x".repeat(ModelView.MAX_CHARS / 2);
    talk.answered("one", big);
    talk.answered("two", big);

    assertThat(talk.modelSees()).containsExactly("two", big);
    assertThat(talk.readerSees()).containsExactly("one: " + big, "two: " + big);
  }

  @Test
  void showsAModelTheBeginningAndTheEndOfALongAnswer() {
    String middle = "😀".repeat(ModelView.MAX_CHARS);
    talk.ask("one");
    model.says("It begins. " + middle);
    model.says(middle + "It ends.");
    model.finishes();

    String shown = talk.modelSees().get(1);
    assertThat(shown)
        .startsWith("It begins. 😀")
        .contains("😀" + Excerpt.OMISSION + "😀")
        .endsWith("😀It ends.")
        .hasSizeBetween(ModelView.MAX_CHARS - 2, ModelView.MAX_CHARS);
    assertThat(new String(shown.getBytes(UTF_8), UTF_8))
        .as("no half of a character")
        .isEqualTo(shown);
    assertThat(talk.view().exchanges().get(0).said())
        .as("a person sees it whole")
        .isEqualTo("It begins. " + middle + middle + "It ends.");
  }

  @Test
  void showsAModelAnAnswerWholeAsFarAsItsBoundGoes() {
    String answer = "x".repeat(ModelView.MAX_CHARS);
    talk.answered("one", answer);

    assertThat(talk.modelSees().get(1)).isEqualTo(answer);
  }

  private CompletionRequest lastRequest() {
    return model.requests.get(model.requests.size() - 1);
  }
}
