package dev.runnel.completion;

import dev.runnel.log.Cursor;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogFullException;
import dev.runnel.log.Pieces;
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
import org.jspecify.annotations.Nullable;

/**
 * One completion: a call to a model, the log it writes, the clients that read.
 *
 * <p>It ends once, by whoever appends the log's {@code Ended} first: the model, a failure, or
 * {@link #stop}. When the last client leaves before that and none comes within the grace, it is
 * stopped: nobody pays for an answer that nobody reads. After its end only the log is kept.
 * Thread-safe.
 */
public final class Completion {

  private static final Logger LOGGER = System.getLogger(Completion.class.getName());

  private final StreamLog log;
  private final Clients clients;
  private final Vitals vitals;
  private final CompletionObserver observer;
  private volatile CompletionListener listener;
  private volatile @Nullable ModelCall call;

  Completion(
      StreamLog log,
      CompletionListener listener,
      Grace grace,
      Vitals vitals,
      CompletionObserver observer) {
    this.log = log;
    this.listener = listener;
    this.vitals = vitals;
    this.observer = observer;
    this.clients = new Clients(grace, this::stop);
  }

  /** What the model says. */
  public StreamLog log() {
    return log;
  }

  /** How far it is. Cheap, but not for every token: it takes locks for a moment. */
  public Progress progress() {
    LogEntry.Started started = log.started();
    long length = log.length();
    // The log is not asked while the clients' lock is held: locks are taken in that order.
    Clients.Standing standing = clients.standing(length);
    return vitals.progress(started, standing.count(), standing.lag());
  }

  /** Whether it has ended: known before anybody can read the end in its log. */
  boolean hasEnded() {
    return vitals.ended();
  }

  /**
   * A client reads from now on, by a cursor of its own. One that does not must not {@link #detach}.
   *
   * @return false if it does not, because the log is kept no more; else the log stays until it
   *     leaves, unless the room is needed
   * @throws RefusedException if it does not, because as many read as may
   */
  public boolean attach(Cursor cursor) {
    Clients.Entry entry = clients.enter(cursor);
    if (entry == Clients.Entry.TOO_LATE) {
      return false;
    }
    if (entry == Clients.Entry.ANOTHER || cursor.position() > 0) {
      observer.onResumed(this);
    }
    return true;
  }

  /** The client of a cursor reads no more. After the last one it has its grace to go on. */
  public void detach(Cursor cursor) {
    clients.leave(cursor);
  }

  /** Lets no client in from now on if none reads; returns whether none does. */
  boolean retire() {
    return clients.closeIfEmpty();
  }

  /** Forgets what was said, also if somebody reads. For one that has ended. */
  void drop() {
    // First: a client that was let in finds the log.
    clients.close();
    log.drop();
  }

  /**
   * Ends it now: first the log, then the provider. Without effect when it has ended.
   *
   * @return how it ended, now or before
   */
  public LogEntry.Ended stop() {
    if (end(new LogEntry.Cancelled(vitals.usage()))) {
      closeProvider();
    }
    return ended();
  }

  /** Ends it because the server can carry it no further. */
  void fail(LogEntry.Failed failure) {
    if (end(failure)) {
      closeProvider();
    }
  }

  /** Its log has begun. It fails if its listener cannot take that: nobody would keep the answer. */
  void begun() {
    try {
      listener.onStarted(this);
    } catch (Throwable e) {
      broken(e);
    }
  }

  private void broken(Throwable e) {
    LOGGER.log(Level.ERROR, "stream " + log.id() + " cannot go on", WithoutText.of(e));
    fail(
        LogEntry.Failed.of(
            ErrorCode.PRODUCER_LOST, "The server could not go on with this answer."));
  }

  /** Asks the model, unless it has ended already. */
  void start(ModelClient client, CompletionRequest request, Projection projection) {
    if (log.ended() != null) {
      return;
    }
    Hearer hearer = new Hearer(projection);
    try {
      call = client.start(request, hearer);
    } catch (Throwable e) {
      broken(e);
    }
    if (log.ended() != null) {
      // Stopped while the call was being made.
      closeProvider();
    }
  }

  private LogEntry.Ended ended() {
    LogEntry.Ended ended = log.ended();
    if (ended == null) {
      throw new IllegalStateException("the log has not ended");
    }
    return ended;
  }

  private void closeProvider() {
    ModelCall open = call;
    if (open != null) {
      call = null;
      open.cancel();
    }
  }

  /**
   * Ends the log, in two steps. Whoever hears of it hears before any client can: a conversation
   * knows of the answer when the next question comes. What takes longer, such as to read the answer
   * again, comes when nobody has to wait for it any more.
   */
  private boolean end(LogEntry.Ended ended) {
    return log.end(ended, () -> beforeTheEnd(ended), this::afterTheEnd);
  }

  private void beforeTheEnd(LogEntry.Ended ended) {
    clients.ended();
    vitals.end(ended);
    // First: the listener gives its place back, and a server that stops waits for all places.
    observer.onEnded(this);
    tell(() -> listener.onEnding(this));
  }

  private void afterTheEnd() {
    tell(() -> listener.onEnd(this));
    // It may hold what the question was: a log that is only kept does not need it.
    listener = CompletionListener.NONE;
  }

  /** An end that somebody did not hear is an end all the same. */
  private void tell(Runnable news) {
    try {
      news.run();
    } catch (Throwable e) {
      LOGGER.log(
          Level.ERROR, "the end of stream " + log.id() + " was not heard", WithoutText.of(e));
    }
  }

  private void append(LogEntry entry) {
    if (entry instanceof LogEntry.Ended ended) {
      end(ended);
      return;
    }
    try {
      Pieces.of(entry, log::append);
    } catch (LogFullException full) {
      fail(LogEntry.Failed.of(ErrorCode.OVERLOADED, full.detail()));
    }
  }

  /** Writes what the model says into the log. */
  private final class Hearer implements ModelListener {

    private final Projection projection;

    private Hearer(Projection projection) {
      this.projection = projection;
    }

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
        if (vitals.take(event)) {
          return;
        }
        if (vitals.count(event)) {
          observer.onFirstToken(Completion.this);
        }
        projection.onEvent(event, Completion.this::append);
      } catch (Throwable e) {
        // An error too, such as a stack that ran out: nobody else would end this stream.
        broken(e);
        return;
      }
      if (event instanceof ModelEvent.Finished) {
        // Nothing is under way any more that could be closed.
        call = null;
      } else if (log.ended() != null) {
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
      call = null;
    }
  }
}
