package dev.runnel.completion;

import dev.runnel.log.LogEntry;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Chat: what the model says, as it is, but for torn surrogate pairs. */
public final class ChatProjection implements Projection {

  private final String model;
  private final SurrogateJoiner text = new SurrogateJoiner();
  private final SurrogateJoiner reasoning = new SurrogateJoiner();

  /**
   * A projection for one completion.
   *
   * @param model the id of the model that is asked
   */
  public ChatProjection(String model) {
    this.model = model;
  }

  @Override
  public void onEvent(ModelEvent event, Consumer<LogEntry> log) {
    if (event instanceof ModelEvent.Text piece) {
      append(reasoning.end(), LogEntry.Reasoning::new, log);
      append(text.join(piece.text()), LogEntry.Text::new, log);
    } else if (event instanceof ModelEvent.Reasoning piece) {
      append(text.end(), LogEntry.Text::new, log);
      append(reasoning.join(piece.text()), LogEntry.Reasoning::new, log);
    } else if (event instanceof ModelEvent.FollowUp followUp) {
      log.accept(new LogEntry.FollowUp(followUp.question()));
    } else if (event instanceof ModelEvent.Finished finished) {
      flush(log);
      log.accept(
          new LogEntry.Complete(
              finished.finishReason(),
              finished.usage(),
              finished.messageId(),
              finished.model() == null ? model : finished.model()));
    }
  }

  @Override
  public void onFailure(ModelException failure, Consumer<LogEntry> log) {
    flush(log);
    log.accept(LogEntry.Failed.of(failure));
  }

  private void flush(Consumer<LogEntry> log) {
    append(reasoning.end(), LogEntry.Reasoning::new, log);
    append(text.end(), LogEntry.Text::new, log);
  }

  private static void append(
      String text, Function<String, LogEntry> entry, Consumer<LogEntry> log) {
    if (!text.isEmpty()) {
      log.accept(entry.apply(text));
    }
  }
}
