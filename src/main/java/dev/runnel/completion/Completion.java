package dev.runnel.completion;

import dev.runnel.log.LogEntry;
import dev.runnel.log.StreamLog;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelClient;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One completion while it lives: a call to a model, the log it writes, the clients that read.
 *
 * <p>It ends once, by whoever appends the log's {@code Ended} first: the model, a failure, or
 * {@link #stop}. When the last client leaves before that, it is stopped: nobody pays for an answer
 * that nobody reads. Thread-safe.
 */
public final class Completion {

  private static final Logger LOGGER = System.getLogger(Completion.class.getName());

  private final StreamLog log;
  private final Projection projection;
  private final CompletionListener listener;
  private final AtomicInteger clients = new AtomicInteger();
  private volatile @Nullable ModelCall call;

  Completion(StreamLog log, Projection projection, CompletionListener listener) {
    this.log = log;
    this.projection = projection;
    this.listener = listener;
  }

  /** What the model says. */
  public StreamLog log() {
    return log;
  }

  /** A client reads from now on. */
  public void attach() {
    clients.incrementAndGet();
  }

  /** A client reads no more. The last one to leave stops the completion. */
  public void detach() {
    if (clients.decrementAndGet() == 0) {
      stop();
    }
  }

  /** Ends it now: first the log, then the provider. Without effect when it has ended. */
  public void stop() {
    if (end(new LogEntry.Cancelled(null))) {
      closeProvider();
    }
  }

  /** Ends it because the server can carry it no further. */
  void fail(LogEntry.Failed failure) {
    if (end(failure)) {
      closeProvider();
    }
  }

  void start(ModelClient client, CompletionRequest request) {
    Hearer hearer = new Hearer();
    try {
      call = client.start(request, hearer);
    } catch (Throwable e) {
      hearer.broken(e);
    }
    if (log.ended() != null) {
      // Stopped while the call was being made.
      closeProvider();
    }
  }

  private void closeProvider() {
    ModelCall open = call;
    if (open != null) {
      open.cancel();
    }
  }

  /**
   * Ends the log. Who hears of it hears before any client can: a conversation knows the answer when
   * the next question comes.
   */
  private boolean end(LogEntry.Ended ended) {
    return log.end(ended, this::tellOfTheEnd);
  }

  private void tellOfTheEnd() {
    try {
      listener.onEnd(this);
    } catch (Throwable e) {
      // An end that somebody did not hear is an end all the same.
      LOGGER.log(Level.ERROR, "the end of stream " + log.id() + " was not heard", withoutText(e));
    }
  }

  /** Its kind and place without its message, which may quote what a model said. */
  private static Throwable withoutText(Throwable thrown) {
    Throwable copy = new IllegalStateException(thrown.getClass().getName());
    copy.setStackTrace(thrown.getStackTrace());
    return copy;
  }

  private void append(LogEntry entry) {
    if (entry instanceof LogEntry.Ended ended) {
      end(ended);
    } else {
      log.append(entry);
    }
  }

  /** Writes what the model says into the log. */
  private final class Hearer implements ModelListener {

    @Override
    public void onEvent(ModelEvent event) {
      if (log.ended() != null) {
        return;
      }
      try {
        if (event instanceof ModelEvent.ConversationOpened opened) {
          listener.onConversationOpened(opened.providerConversation());
          return;
        }
        projection.onEvent(event, Completion.this::append);
      } catch (Throwable e) {
        // An error too, such as a stack that ran out: nobody else would end this stream.
        broken(e);
        return;
      }
      if (log.ended() != null && !(event instanceof ModelEvent.Finished)) {
        // The projection, or somebody else, ended it while the model still writes.
        closeProvider();
      }
    }

    @Override
    public void onFailure(ModelException failure) {
      if (log.ended() != null) {
        return;
      }
      LOGGER.log(
          Level.DEBUG,
          () ->
              "stream %s failed: %s, provider code %s, log id %s"
                  .formatted(
                      log.id(), failure.code().code(), failure.providerCode(), failure.logId()));
      try {
        projection.onFailure(failure, Completion.this::append);
      } catch (Throwable e) {
        broken(e);
      }
    }

    private void broken(Throwable e) {
      LOGGER.log(Level.ERROR, "stream " + log.id() + " cannot go on", withoutText(e));
      fail(
          LogEntry.Failed.of(
              ErrorCode.PRODUCER_LOST, "The server could not go on with this answer."));
    }
  }
}
