package dev.runnel.structured;

import dev.runnel.increment.GrowingDocument;
import dev.runnel.increment.Increment;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.increment.IncrementHandler;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonOption;
import dev.runnel.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON document in what a model really writes: after a byte order mark, inside Markdown
 * fences, between sentences; and tells its increments while it grows.
 *
 * <p>The document is an object or an array. It is tried at each opening bracket in turn, and it is
 * found where the text goes on as JSON until a first increment can be told. Of a root array that is
 * its first item, and when that is a scalar, the comma or bracket after it: {@code [note]} and
 * {@code [3 of 5]} are passed over, {@code [3, 5]} is a document. What stands before it does not
 * matter, what follows it is ignored. Line breaks and tabs may stand raw in its strings. Once
 * something was told, an error in the document is an error of the text.
 *
 * <p>Held back is only the text of the place that is tried, at most {@link LookBack#MAX_CHARS}
 * characters: a place that is undecided for so long is given up.
 *
 * <p>The search reads each character a small constant number of times: places that are undecided
 * overlap little. An array is undecided only for blanks and one number or literal, which hold no
 * opening bracket. An object is undecided up to its first value; an object that is tried inside its
 * first name begins with a quotation mark, and that one ends the outer name. So no more than three
 * places share a character. From the first increment on each character is read once.
 *
 * <p>One instance per text; not thread-safe.
 */
final class JsonInText {

  private final IncrementHandler handler;
  private final JsonLimits limits;
  private final LookBack lookBack;
  private final char[] one = new char[1];

  /** The document that is tried or was found; null between brackets. */
  private @Nullable GrowingDocument document;

  /** A root array, and its first item if that is a scalar, that were not told yet. */
  private final List<Increment> waiting = new ArrayList<>(2);

  /** Whether the document was found, so that the search is over. */
  private boolean found;

  /**
   * A search in a new text.
   *
   * @param limits of the document; the text around it is not kept and has none
   */
  JsonInText(IncrementHandler handler, JsonLimits limits) {
    this(handler, limits, new LookBack());
  }

  JsonInText(IncrementHandler handler, JsonLimits limits, LookBack lookBack) {
    this.handler = handler;
    this.limits = limits;
    this.lookBack = lookBack;
  }

  /**
   * Takes more of the model's text.
   *
   * @throws JsonSyntaxException when the document that was found goes wrong; its offset counts from
   *     the beginning of the model's text
   */
  void feed(String text) {
    int at = 0;
    while (at < text.length() && !found) {
      lookBack.append(text.charAt(at++));
      search();
    }
    if (at < text.length() && !complete()) {
      grow(text.substring(at));
    }
  }

  /**
   * The model's text ends.
   *
   * @throws JsonSyntaxException when it holds no document, or not the whole of it
   */
  void end() {
    if (document == null) {
      throw new JsonSyntaxException("the text holds no JSON document", lookBack.read(), "");
    }
    try {
      document.end();
    } catch (JsonSyntaxException cutShort) {
      throw cutShort.after(lookBack.marked());
    }
  }

  /** Whether the document has ended: nothing that still comes can change it. */
  boolean complete() {
    return found && document != null && document.complete();
  }

  private void search() {
    while (lookBack.hasNext() && !found) {
      char c = lookBack.next();
      if (document == null && (c == '{' || c == '[')) {
        lookBack.mark();
        document =
            new GrowingDocument(
                this::hear, limits, JsonOption.STOP_AT_END, JsonOption.RAW_LINE_BREAKS);
      }
      if (document != null) {
        attempt(document, c);
      }
    }
    if (found) {
      grow(lookBack.takeRest());
    } else if (document == null) {
      lookBack.forgetRead();
    } else {
      lookBack.forgetUnmarked();
    }
  }

  private void attempt(GrowingDocument tried, char c) {
    one[0] = c;
    try {
      tried.feed(one, 0, 1);
      if (tried.complete() || c == ',') {
        tellWaiting();
      }
    } catch (JsonSyntaxException wrong) {
      if (found) {
        throw wrong.after(lookBack.marked());
      }
      giveUp();
    }
    if (!found && document != null && lookBack.isFull()) {
      giveUp();
    }
  }

  private void giveUp() {
    document = null;
    waiting.clear();
    lookBack.rewind();
  }

  private void grow(String text) {
    if (document == null) {
      throw new IllegalStateException("no document was found");
    }
    try {
      document.feed(text);
    } catch (JsonSyntaxException wrong) {
      throw wrong.after(lookBack.marked());
    }
  }

  private void hear(Increment increment) {
    if (!found && mayBeProse(increment)) {
      waiting.add(increment);
    } else {
      tellWaiting();
      found = true;
      handler.increment(increment);
    }
  }

  /**
   * Whether a text that is no JSON could have begun like this: a bracket, a number or a literal.
   */
  private boolean mayBeProse(Increment increment) {
    return waiting.isEmpty()
        ? increment.kind() == Kind.ARRAY && increment.place().equals(Place.ROOT)
        : increment.kind() == Kind.SCALAR;
  }

  private void tellWaiting() {
    for (Increment increment : waiting) {
      found = true;
      handler.increment(increment);
    }
    waiting.clear();
  }
}
