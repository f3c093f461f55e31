package dev.runnel.web.uimessage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Completion;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.log.LogEntry;
import org.junit.jupiter.api.Test;

class LiveChatsTest {

  private final ScriptedModel model = new ScriptedModel();
  private final Completions completions = model.completions();
  private final LiveChats chats = new LiveChats();

  @Test
  void knowsAnAnswerUntilItEnds() {
    Completion completion = start("me", "c");
    assertThat(chats.find("me", "c")).containsSame(completion);
    assertThat(chats.find("you", "c")).isEmpty();
    assertThat(chats.find("me", "d")).isEmpty();
    model.finishes();
    assertThat(chats.find("me", "c")).isEmpty();
    assertThat(chats.size()).as("nothing is kept").isZero();
  }

  @Test
  void theNewestAnswerOfAChatWinsAndStopsTheOneBefore() {
    Completion first = start("me", "c");
    Completion second = start("me", "c");
    assertThat(first.log().ended()).isInstanceOf(LogEntry.Cancelled.class);
    assertThat(second.log().ended()).isNull();
    assertThat(chats.find("me", "c")).containsSame(second);
    chats.put("me", "c", second);
    assertThat(second.log().ended()).as("a repeated request joins its own").isNull();
    assertThat(chats.size()).isEqualTo(1);
  }

  @Test
  void forgetsAnAnswerThatEndedBeforeItWasKnown() {
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER, ScriptedModel.chat(chats.untilTheEnd("me", "c")));
    completion.stop();
    chats.put("me", "c", completion);
    assertThat(chats.size()).isZero();
  }

  private Completion start(String owner, String chat) {
    Completion completion =
        completions.start(
            ScriptedModel.REQUESTER, ScriptedModel.chat(chats.untilTheEnd(owner, chat)));
    chats.put(owner, chat, completion);
    return completion;
  }
}
