package dev.runnel.increment;

import dev.runnel.increment.Increment.Kind;
import java.util.ArrayList;
import java.util.List;

/** Keeps the increments it hears. */
final class Heard implements IncrementHandler {

  private final List<Increment> increments = new ArrayList<>();

  /** The increments of a text that comes in these pieces. */
  static List<Increment> of(List<String> pieces) {
    Heard heard = new Heard();
    GrowingDocument document = new GrowingDocument(heard);
    pieces.forEach(document::feed);
    document.end();
    return heard.increments;
  }

  /** Neighbouring appends to one place made one. */
  static List<Increment> joined(List<Increment> increments) {
    List<Increment> joined = new ArrayList<>();
    for (Increment increment : increments) {
      int last = joined.size() - 1;
      if (increment.kind() == Kind.APPEND && joined.get(last).kind() == Kind.APPEND) {
        String text = joined.get(last).text() + increment.text();
        joined.set(last, new Increment(increment.place(), Kind.APPEND, text));
      } else {
        joined.add(increment);
      }
    }
    return joined;
  }

  List<Increment> increments() {
    return increments;
  }

  @Override
  public void increment(Increment increment) {
    increments.add(increment);
  }
}
