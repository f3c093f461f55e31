package dev.runnel.model.demo;

import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says one prepared answer token by token, each a step of the scheduler. */
final class PacedAnswer implements ModelCall {

  private final List<String> tokens;
  private final long inputTokens;
  private final Duration pace;
  private final ScheduledExecutorService scheduler;
  private final ModelListener listener;
  private int said;
  private volatile boolean cancelled;

  PacedAnswer(
      String answer,
      String question,
      Duration pace,
      ScheduledExecutorService scheduler,
      ModelListener listener) {
    this.tokens = Tokens.of(answer);
    this.inputTokens = Tokens.of(question).size();
    this.pace = pace;
    this.scheduler = scheduler;
    this.listener = listener;
  }

  /** Has the next token said after one pace. */
  void next() {
    try {
      var unused = scheduler.schedule(this::say, pace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The server is being stopped.
      listener.onFailure(
          ModelException.of(ErrorCode.UPSTREAM_UNAVAILABLE, "The demo model was stopped.")
              .cause(e)
              .build());
    }
  }

  private void say() {
    if (cancelled) {
      return;
    }
    if (said < tokens.size()) {
      listener.onEvent(new ModelEvent.Text(tokens.get(said++)));
      next();
    } else {
      long output = tokens.size();
      Usage usage = new Usage(inputTokens, output, 0L, inputTokens + output, true);
      listener.onEvent(new ModelEvent.Finished("stop", usage, null, DemoClient.ID));
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
