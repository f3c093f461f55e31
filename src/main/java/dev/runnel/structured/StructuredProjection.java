package dev.runnel.structured;

import dev.runnel.completion.Projection;
import dev.runnel.completion.SurrogateJoiner;
import dev.runnel.increment.Increment;
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
 * A structured completion: text becomes the increments of a JSON document. A text that cannot
 * become the document any more ends the log at once, so that nobody pays for the rest of it.
 */
final class StructuredProjection implements Projection {

  private final String model;
  private final SurrogateJoiner reasoning = new SurrogateJoiner();

  /** Increments that were told while a piece of text was read. */
  private final List<Increment> news = new ArrayList<>();

  private final JsonInText document =
      new JsonInText(news::add, JsonLimits.DEFAULT, DocumentKind.CONTAINERS);

  StructuredProjection(String model) {
    this.model = model;
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
      log.accept(end(finished));
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
    news.forEach(increment -> log.accept(new LogEntry.Growth(increment)));
    news.clear();
    if (wrong != null) {
      log.accept(wrong);
    }
  }

  private LogEntry end(ModelEvent.Finished finished) {
    try {
      document.end();
    } catch (JsonSyntaxException e) {
      return invalid(
          finished.finishReason().equals("length")
              ? "The answer was cut short by the model's length limit. " + e.getMessage()
              : e.getMessage());
    }
    return new LogEntry.Complete(
        finished.finishReason(),
        finished.usage(),
        finished.messageId(),
        finished.model() == null ? model : finished.model());
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
}
