package dev.runnel.completion;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All observers as one that never throws. They are looked up at the first event, so that one of
 * them may itself ask for {@link Completions}. Thread-safe.
 */
final class Observers implements CompletionObserver {

  private static final Logger LOGGER = System.getLogger(Observers.class.getName());

  private final Iterable<CompletionObserver> source;
  private volatile @Nullable List<CompletionObserver> found;

  /** Those that the source gives when it is asked. */
  Observers(Iterable<CompletionObserver> source) {
    this.source = source;
  }

  @Override
  public void onStarted(Completion completion) {
    tell(observer -> observer.onStarted(completion));
  }

  @Override
  public void onFirstToken(Completion completion) {
    tell(observer -> observer.onFirstToken(completion));
  }

  @Override
  public void onEnded(Completion completion) {
    tell(observer -> observer.onEnded(completion));
  }

  @Override
  public void onResumed(Completion completion) {
    tell(observer -> observer.onResumed(completion));
  }

  @Override
  public void onRefused(RefusedException.Reason reason) {
    tell(observer -> observer.onRefused(reason));
  }

  private void tell(Consumer<CompletionObserver> news) {
    for (CompletionObserver observer : all()) {
      try {
        news.accept(observer);
      } catch (Throwable e) {
        // An error too: the stream that it was told of goes on.
        LOGGER.log(
            Level.ERROR,
            observer.getClass().getName() + " did not take what it was told",
            WithoutText.of(e));
      }
    }
  }

  private List<CompletionObserver> all() {
    List<CompletionObserver> known = found;
    return known == null ? lookUp() : known;
  }

  private synchronized List<CompletionObserver> lookUp() {
    List<CompletionObserver> known = found;
    if (known == null) {
      List<CompletionObserver> all = new ArrayList<>();
      try {
        source.forEach(all::add);
      } catch (RuntimeException e) {
        LOGGER.log(Level.ERROR, "not all observers of completions could be made", e);
      }
      known = List.copyOf(all);
      found = known;
    }
    return known;
  }
}
