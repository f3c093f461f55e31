package dev.runnel.conversation;

import dev.runnel.completion.ChatProjection;
import dev.runnel.completion.Completion;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.completion.Start;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One conversation with a scripted model, as a chat resource has it. */
final class Talk {

  static final String OWNER = "local";

  final ScriptedModel model;
  final Completions completions;
  final Conversations conversations;
  private @Nullable String id;

  Talk(ScriptedModel model, Completions completions, Conversations conversations) {
    this.model = model;
    this.completions = completions;
    this.conversations = conversations;
  }

  String id() {
    if (id == null) {
      throw new IllegalStateException("nothing was said yet");
    }
    return id;
  }

  /** The next question. */
  Completion ask(String question) {
    return replace(null, question);
  }

  /** The next question, which replaces an exchange. */
  Completion replace(@Nullable String stream, String question) {
    return start(turn(stream, question));
  }

  Completion start(Turn turn) {
    return completions.start(ScriptedModel.REQUESTER, described(turn));
  }

  static Start described(Turn turn) {
    return new Start(
        new CompletionRequest(
            ScriptedModel.ID,
            turn.messages(),
            null,
            OutputFormat.TEXT,
            turn.knownToProvider(),
            OWNER),
        "chat",
        new ChatProjection(ScriptedModel.ID),
        turn.conversationId(),
        turn);
  }

  /** A question that is not asked yet. */
  Turn turn(@Nullable String replaces, String question) {
    if (id == null) {
      Turn first = conversations.begin(OWNER, question, ScriptedModel.ID);
      id = first.conversationId();
      return first;
    }
    return conversations.goOn(id, question, ScriptedModel.ID, replaces).orElseThrow();
  }

  /** A question with its whole answer; returns its stream. */
  String answered(String question, String answer) {
    Completion completion = ask(question);
    model.says(answer);
    model.finishes();
    return completion.log().id();
  }

  /** A question whose answer fails without a word; returns its stream. */
  String failed(String question) {
    Completion completion = ask(question);
    fail();
    return completion.log().id();
  }

  void fail() {
    model.fails(ModelException.of(ErrorCode.UPSTREAM_UNAVAILABLE, "down").build());
  }

  /** What a model would be sent with the next question, "now"; without that question. */
  List<String> modelSees() {
    return turn(null, "now").messages().stream()
        .map(message -> message.content())
        .filter(content -> !content.equals("now"))
        .toList();
  }

  ReaderView view() {
    return conversations.read(id()).orElseThrow();
  }

  /** What a person is shown: questions, and what was said. */
  List<String> readerSees() {
    return view().exchanges().stream()
        .map(exchange -> exchange.question() + ": " + exchange.said())
        .toList();
  }
}
