package dev.runnel.log;

import dev.runnel.increment.Increment;
import java.util.function.Consumer;

/**
 * Entries that are short enough to be sent: what is told at once in one event must be held for each
 * client that takes it slowly. A model's tokens are far shorter; a provider that sends an answer
 * whole has it told in pieces.
 */
public final class Pieces {

  /** The characters of one entry at the most. */
  public static final int MAX_CHARS = 4096;

  private Pieces() {}

  /** Hands on an entry, or the entries that together say the same. */
  public static void of(LogEntry entry, Consumer<LogEntry> to) {
    if (entry instanceof LogEntry.Text piece && piece.text().length() > MAX_CHARS) {
      split(piece.text(), text -> to.accept(new LogEntry.Text(text)));
    } else if (entry instanceof LogEntry.Reasoning piece && piece.text().length() > MAX_CHARS) {
      split(piece.text(), text -> to.accept(new LogEntry.Reasoning(text)));
    } else if (entry instanceof LogEntry.Growth growth
        && growth.increment().kind() == Increment.Kind.APPEND
        && growth.increment().text().length() > MAX_CHARS) {
      Increment increment = growth.increment();
      split(
          increment.text(),
          text ->
              to.accept(
                  new LogEntry.Growth(
                      new Increment(increment.place(), Increment.Kind.APPEND, text))));
    } else {
      to.accept(entry);
    }
  }

  /** Cuts a text that ends in no surrogate pair into such texts. */
  private static void split(String text, Consumer<String> to) {
    int from = 0;
    while (from < text.length()) {
      int end = Math.min(text.length(), from + MAX_CHARS);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      to.accept(text.substring(from, end));
      from = end;
    }
  }
}
