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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON document in what a model really writes: after a byte order mark, inside Markdown
 * fences, between sentences; and tells its increments while it grows.
 *
 * <p>The document is of one of the kinds that are sought, an object or an array where nothing else
 * is said. It is tried at each place where one can begin in turn, and it is found where the text
 * goes on as JSON until a first increment can be told. Of a root array that is its first item, and
 * when that is a scalar, the comma or bracket after it: {@code [note]} and {@code [3 of 5]} are
 * passed over, {@code [3, 5]} is a document. A number or a literal as root must stand alone,
 * between blanks, brackets or the like; a string as root is the first text in quotation marks. What
 * stands before the document does not matter, what follows it is ignored. Line breaks and tabs may
 * stand raw in its strings. Once something was told, an error in the document is an error of the
 * text.
 *
 * <p>Held back is only the text of the place that is tried, at most {@link LookBack#MAX_CHARS}
 * characters: a place that is undecided for so long is given up.
 *
 * <p>The search reads each character a small constant number of times: places that are undecided
 * overlap little. An array is undecided only for blanks and one number or literal, which hold no
 * opening bracket. An object is undecided up to its first value; an object that is tried inside its
 * first name begins with a quotation mark, and that one ends the outer name. So no more than three
 * places share a character. A string as root is found where it begins; a number or a literal as
 * root ends before another can begin. From the first increment on each character is read once.
 *
 * <p>One instance per text; not thread-safe.
 */
final class JsonInText {

  private final IncrementHandler handler;
  private final JsonLimits limits;
  private final Set<DocumentKind> kinds;
  private final LookBack lookBack;
  private final char[] one = new char[1];

  /** The document that is tried or was found; null between the places to try. */
  private @Nullable GrowingDocument document;

  /** What stands before the place that is tried, or before the next character. */
  private char before = ' ';

  /** A root array with its first item if that is a scalar, or a scalar root, not told yet. */
  private final List<Increment> waiting = new ArrayList<>(2);

  /** Whether the document was found, so that the search is over. */
  private boolean found;

  /**
   * A search in a new text.
   *
   * @param limits of the document; the text around it is not kept and has none
   * @param kinds what is sought
   */
  JsonInText(IncrementHandler handler, JsonLimits limits, Set<DocumentKind> kinds) {
    this(handler, limits, kinds, new LookBack());
  }

  JsonInText(
      IncrementHandler handler, JsonLimits limits, Set<DocumentKind> kinds, LookBack lookBack) {
    this.handler = handler;
    this.limits = limits;
    this.kinds = kinds;
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
    JsonSyntaxException first = null;
    while (document != null) {
      try {
        document.end();
        tellWaiting();
        return;
      } catch (JsonSyntaxException cutShort) {
        first = first == null ? cutShort.after(lookBack.marked()) : first;
        if (found) {
          throw first;
        }
        // Undecided to the end: another place may begin in what was held back for it.
        giveUp();
        search();
      }
    }
    throw first == null
        ? new JsonSyntaxException("the text holds no JSON document", lookBack.read(), "")
        : first;
  }

  /** Whether the document has ended: nothing that still comes can change it. */
  boolean complete() {
    return found && document != null && document.complete();
  }

  private void search() {
    while (lookBack.hasNext() && !found) {
      char c = lookBack.next();
      if (document == null) {
        if (mayBegin(c)) {
          lookBack.mark();
          document =
              new GrowingDocument(
                  new Hearer(), limits, JsonOption.STOP_AT_END, JsonOption.RAW_LINE_BREAKS);
        }
        before = c;
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

  private boolean mayBegin(char c) {
    for (DocumentKind kind : kinds) {
      if (kind.begins(c, before)) {
        return true;
      }
    }
    return false;
  }

  private void attempt(GrowingDocument tried, char c) {
    one[0] = c;
    try {
      boolean behind = tried.feed(one, 0, 1) == 0;
      if (behind && DocumentKind.joinsWords(c)) {
        giveUp();
      } else if (behind || c == ',' || (tried.complete() && !scalarWaits())) {
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

  /** Whether the document is a number or a literal, which the character behind it decides on. */
  private boolean scalarWaits() {
    return !waiting.isEmpty() && waiting.get(0).kind() == Kind.SCALAR;
  }

  private void tellWaiting() {
    for (Increment increment : waiting) {
      found = true;
      handler.increment(increment);
    }
    waiting.clear();
  }

  /** Hears the document that is tried or was found. */
  private final class Hearer implements IncrementHandler {

    @Override
    public void increment(Increment increment) {
      if (!found && mayBeProse(increment)) {
        waiting.add(increment);
      } else {
        tellWaiting();
        found = true;
        handler.increment(increment);
      }
    }

    @Override
    public void stringClosed(Place place) {
      handler.stringClosed(place);
    }

    /**
     * Whether a text that is no JSON could have begun like this: a bracket, a number or a literal.
     */
    private boolean mayBeProse(Increment increment) {
      if (!waiting.isEmpty()) {
        return increment.kind() == Kind.SCALAR;
      }
      return increment.place().equals(Place.ROOT)
          && (increment.kind() == Kind.ARRAY || increment.kind() == Kind.SCALAR);
    }
  }
}
