package dev.runnel.conversation;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionListener;
import dev.runnel.log.LogEntry;
import dev.runnel.log.StreamLog;
import dev.runnel.model.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question in its conversation: what its model is shown, and the listener that puts into the
 * conversation what comes of it. The question is there as soon as it is being answered, the answer
 * as soon as anybody can read its end.
 *
 * <p>An answer that ends is only noted then, and read from its log afterwards: by the thread that
 * ended it, or by one that wants to know, whichever is first. Thread-safe.
 */
public final class Turn implements CompletionListener {

  private final Conversations conversations;
  private final String conversationId;
  private final List<Exchange> before;
  private final String question;
  private final String model;

  /** The owner of the conversation that it opens; null where it goes on with one. */
  private final @Nullable String opener;

  private final @Nullable String replaces;

  /** Where the provider keeps what was said before, then where it keeps this. */
  private volatile @Nullable String providerConversation;

  private boolean asked;
  private @Nullable Completion ended;
  private @Nullable Instant endedAt;

  /**
   * One that was not asked yet.
   *
   * @param before what was said before, as far as it goes with this question
   * @param replaces the exchange that is left out of that and goes, with all that follow it
   */
  Turn(
      Conversations conversations,
      String conversationId,
      @Nullable String opener,
      List<Exchange> before,
      String question,
      String model,
      @Nullable String replaces) {
    this.conversations = conversations;
    this.conversationId = conversationId;
    this.opener = opener;
    this.before = before;
    this.question = question;
    this.model = model;
    this.replaces = replaces;
    this.providerConversation = knownToProvider();
  }

  /** The conversation's id: 128 random bits, 22 characters of base64url. Never the provider's. */
  public String conversationId() {
    return conversationId;
  }

  /** The messages before the question, as far as a model is sent them, and the question. */
  public List<Message> messages() {
    return ModelView.messages(before, question);
  }

  /** The id under which the model's provider keeps what was said before, or null. */
  public @Nullable String knownToProvider() {
    return replaces == null ? ModelView.providerConversation(before, model) : null;
  }

  @Override
  public void onStarted(Completion completion) {
    String streamId = completion.log().id();
    Exchange exchange =
        new Exchange(streamId, question, model, conversations.now(), replaces, null);
    if (conversations.ask(conversationId, opener, exchange, completion)) {
      boolean late;
      synchronized (this) {
        asked = true;
        late = ended != null;
      }
      if (late) {
        // The server stops: it ended this one before its question was noted.
        conversations.onEnding(conversationId, this);
        conversations.readAnswers(conversationId);
      }
    } else {
      // The conversation was deleted meanwhile: nobody is to pay for an answer in it.
      completion.stop();
    }
  }

  @Override
  public void onConversationOpened(String providerConversation) {
    this.providerConversation = providerConversation;
  }

  @Override
  public void onEnding(Completion completion) {
    if (ends(completion)) {
      conversations.onEnding(conversationId, this);
    }
  }

  private synchronized boolean ends(Completion completion) {
    ended = completion;
    endedAt = conversations.now();
    return asked;
  }

  @Override
  public void onEnd(Completion completion) {
    conversations.readAnswers(conversationId);
  }

  /** The stream that has answered. */
  String streamId() {
    return log().id();
  }

  /** What came of it. Reads the log. */
  Answer answer() {
    LogEntry.Ended last = log().ended();
    Answer.Ending ending =
        last instanceof LogEntry.Complete
            ? Answer.Ending.COMPLETE
            : last instanceof LogEntry.Cancelled ? Answer.Ending.CANCELLED : Answer.Ending.FAILED;
    return new Answer(RememberedAnswer.of(log()), ending, endedAt(), providerConversation);
  }

  private synchronized StreamLog log() {
    if (ended == null) {
      throw new IllegalStateException("the answer is still being written");
    }
    return ended.log();
  }

  private synchronized Instant endedAt() {
    if (endedAt == null) {
      throw new IllegalStateException("the answer is still being written");
    }
    return endedAt;
  }
}
