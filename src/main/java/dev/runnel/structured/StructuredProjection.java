package dev.runnel.structured;

import dev.runnel.completion.Projection;
import dev.runnel.completion.SurrogateJoiner;
import dev.runnel.increment.Increment;
import dev.runnel.increment.IncrementHandler;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A structured completion: text becomes the increments of a JSON document, and with a schema the
 * violations of it. A text that cannot become the document any more ends the log at once, so that
 * nobody pays for the rest of it.
 */
final class StructuredProjection implements Projection {

  private final String model;
  private final SurrogateJoiner reasoning = new SurrogateJoiner();

  /** What was told while a piece of text was read. */
  private final List<LogEntry> news = new ArrayList<>();

  private final @Nullable SchemaWatch watch;
  private final JsonInText document;

  StructuredProjection(String model, @Nullable AnswerSchema schema) {
    this.model = model;
    this.watch = schema == null ? null : new SchemaWatch(schema, news::add);
    this.document =
        new JsonInText(
            new Hearer(),
            JsonLimits.DEFAULT,
            schema == null ? DocumentKind.CONTAINERS : schema.kinds());
  }

  @Override
  public void onEvent(ModelEvent event, Consumer<LogEntry> log) {
    if (event instanceof ModelEvent.Text piece) {
      endReasoning(log);
      read(piece.text(), log);
    } else if (event instanceof ModelEvent.Reasoning piece) {
      String text = reasoning.join(piece.text());
      if (!text.isEmpty()) {
        log.accept(new LogEntry.Reasoning(text));
      }
    } else if (event instanceof ModelEvent.Finished finished) {
      endReasoning(log);
      log.accept(end(finished, log));
    }
  }

  private void read(String text, Consumer<LogEntry> log) {
    LogEntry.@Nullable Failed wrong = null;
    try {
      document.feed(text);
    } catch (JsonSyntaxException e) {
      wrong = invalid(e.getMessage());
    }
    // What was right before the text went wrong is delivered first, and stays valid.
    deliver(log);
    if (wrong != null) {
      log.accept(wrong);
    }
  }

  private LogEntry end(ModelEvent.Finished finished, Consumer<LogEntry> log) {
    try {
      document.end();
    } catch (JsonSyntaxException e) {
      return invalid(
          finished.finishReason().equals("length")
              ? "The answer was cut short by the model's length limit. " + e.getMessage()
              : e.getMessage());
    }
    // A number or a literal as root is known only now.
    deliver(log);
    return new LogEntry.Complete(
        finished.finishReason(),
        finished.usage(),
        finished.messageId(),
        finished.model() == null ? model : finished.model(),
        watch == null ? null : watch.validity());
  }

  private void deliver(Consumer<LogEntry> log) {
    news.forEach(log);
    news.clear();
  }

  @Override
  public void onFailure(ModelException failure, Consumer<LogEntry> log) {
    endReasoning(log);
    log.accept(LogEntry.Failed.of(failure));
  }

  private void endReasoning(Consumer<LogEntry> log) {
    String rest = reasoning.end();
    if (!rest.isEmpty()) {
      log.accept(new LogEntry.Reasoning(rest));
    }
  }

  private static LogEntry.Failed invalid(@Nullable String what) {
    return LogEntry.Failed.of(
        ErrorCode.OUTPUT_INVALID, "The model's text is not the JSON that was asked for. " + what);
  }

  /** Hears the document in the text. */
  private final class Hearer implements IncrementHandler {

    @Override
    public void increment(Increment increment) {
      news.add(new LogEntry.Growth(increment));
      if (watch != null) {
        watch.increment(increment);
      }
    }

    @Override
    public void stringClosed(Place place) {
      if (watch != null) {
        watch.stringClosed(place);
      }
    }
  }
}
