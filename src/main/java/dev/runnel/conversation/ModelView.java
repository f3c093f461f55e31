package dev.runnel.conversation;

import dev.runnel.model.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is shown of a conversation: the last exchanges, as far as they fit, and of a very
 * long answer the beginning and the end. A question that got no word is left out, so that asking
 * again does not show the model its own silence.
 */
final class ModelView {

  /** The exchanges that a model is sent at most. */
  static final int MAX_EXCHANGES = 50;

  /**
   * The characters that a model is sent at most, the newest question excepted. In Chinese a
   * character is up to one token, and a model with room for 32,000 tokens must not be asked for
   * more.
   */
  static final int MAX_CHARS = 24_000;

  private ModelView() {}

  /** The messages before a question, and the question. */
  static List<Message> messages(List<Exchange> before, String question) {
    List<Message> latestFirst = new ArrayList<>();
    latestFirst.add(Message.user(question));
    int chars = 0;
    for (int i = before.size() - 1; i >= 0 && latestFirst.size() < 2 * MAX_EXCHANGES; i--) {
      Exchange exchange = before.get(i);
      if (exchange.said().isEmpty()) {
        continue;
      }
      String answer = Excerpt.of(exchange.said(), MAX_CHARS);
      chars += exchange.question().length() + answer.length();
      if (chars > MAX_CHARS && latestFirst.size() > 1) {
        break;
      }
      latestFirst.add(Message.assistant(answer));
      latestFirst.add(Message.user(exchange.question()));
    }
    Collections.reverse(latestFirst);
    return latestFirst;
  }

  /**
   * The id under which a model's provider keeps exactly these exchanges, or null. What another
   * model answered it lacks; a question that got no word it has, and the model is not to see it.
   */
  static @Nullable String providerConversation(List<Exchange> before, String model) {
    if (before.isEmpty()) {
      return null;
    }
    Exchange last = before.get(before.size() - 1);
    Answer answer = last.answer();
    if (answer == null || answer.text().isEmpty() || last.replaces() != null) {
      return null;
    }
    return last.model().equals(model) ? answer.providerConversation() : null;
  }
}
