package dev.runnel.structured;

import dev.runnel.increment.DocumentFold;
import dev.runnel.increment.Increment;
import dev.runnel.increment.IncrementHandler;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonValue;
import dev.runnel.log.LogEntry;
import java.util.function.Consumer;

/**
 * Holds a growing document against its schema: each value as soon as it is whole, and the whole at
 * its end. It keeps the document until then. One instance per document; not thread-safe.
 */
final class SchemaWatch implements IncrementHandler {

  private final AnswerSchema schema;
  private final EarlyChecker early;
  private final DocumentFold fold = new DocumentFold();

  /**
   * A watch over a new document.
   *
   * @param out hears the violations that can be told before the end
   */
  SchemaWatch(AnswerSchema schema, Consumer<LogEntry.Violation> out) {
    this.schema = schema;
    this.early = new EarlyChecker(schema.rules(), out);
  }

  @Override
  public void increment(Increment increment) {
    fold.increment(increment);
    early.increment(increment);
  }

  @Override
  public void stringClosed(Place place) {
    early.stringClosed(place);
  }

  /** The verdict on the document, which is whole. */
  LogEntry.Validity validity() {
    JsonValue document = fold.value();
    if (document == null) {
      throw new IllegalStateException("the document has not begun");
    }
    return schema.check(document, early.told());
  }
}
