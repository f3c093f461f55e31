package dev.runnel.standin;

import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what a completion says, and every breach of {@link ModelListener}'s contract. */
public final class RecordingListener implements ModelListener {

  private final List<ModelEvent> events = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private @Nullable ModelException failure;
  private int ends;

  @Override
  public void onEvent(ModelEvent event) {
    enter("event " + event);
    synchronized (this) {
      events.add(event);
      if (event instanceof ModelEvent.Finished) {
        ends++;
      }
    }
    inside.decrementAndGet();
  }

  @Override
  public void onFailure(ModelException thrown) {
    enter("failure " + thrown);
    synchronized (this) {
      failure = thrown;
      ends++;
    }
    inside.decrementAndGet();
  }

  private void enter(String what) {
    if (inside.getAndIncrement() > 0) {
      breach("at the same time as another: " + what);
    }
    if (ended()) {
      breach("after the end: " + what);
    }
  }

  private synchronized void breach(String what) {
    breaches.add(what);
  }

  /** Whether an end came. */
  public synchronized boolean ended() {
    return ends > 0;
  }

  /** The ends, which must never be more than one. */
  public synchronized int ends() {
    return ends;
  }

  /** What was said, the end included. */
  public synchronized List<ModelEvent> events() {
    return List.copyOf(events);
  }

  /** The answer's text so far. */
  public String text() {
    return events().stream()
        .filter(ModelEvent.Text.class::isInstance)
        .map(event -> ((ModelEvent.Text) event).text())
        .collect(Collectors.joining());
  }

  /** The breaches of the contract: to be none. */
  public synchronized List<String> breaches() {
    return List.copyOf(breaches);
  }

  /** Waits for the end of an answer that must be whole. */
  public ModelEvent.Finished awaitFinished() {
    awaitEnd();
    synchronized (this) {
      if (failure != null) {
        throw new AssertionError("it failed", failure);
      }
      return (ModelEvent.Finished) events.get(events.size() - 1);
    }
  }

  /** Waits for the failure that must come. */
  public ModelException awaitFailure() {
    awaitEnd();
    synchronized (this) {
      if (failure == null) {
        throw new AssertionError("it did not fail: " + events);
      }
      return failure;
    }
  }

  private void awaitEnd() {
    Await.until("the end of the answer", this::ended);
    if (!breaches().isEmpty()) {
      throw new AssertionError(breaches());
    }
  }
}
