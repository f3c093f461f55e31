package dev.runnel.completion;

import dev.runnel.log.LogEntry;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import java.util.function.Consumer;

/**
 * Turns what a model says into the entries of a log. One instance per completion, called by one
 * thread at a time, never blocking.
 *
 * <p>The entry for {@link ModelEvent.Finished} or for a failure is the last one and an {@link
 * LogEntry.Ended}. A projection may end the log earlier, when what the model says cannot become
 * right any more; then it is not called again.
 */
public interface Projection {

  /** The model said something. */
  void onEvent(ModelEvent event, Consumer<LogEntry> log);

  /** The provider failed: what was held back is given out, and the log ends. */
  void onFailure(ModelException failure, Consumer<LogEntry> log);
}
