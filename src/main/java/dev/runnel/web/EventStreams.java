package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.completion.Completions;
import dev.runnel.completion.IdempotencyKey;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.Requester;
import dev.runnel.completion.Start;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Connects clients to completions: to new ones, and to those that go on or have ended. One sweep
 * over all clients, not a timer for each, sends a comment to those that were sent nothing for a
 * heartbeat, and gives up those that take nothing. Thread-safe.
 */
@Singleton
public class EventStreams {

  private static final Logger LOGGER = System.getLogger(EventStreams.class.getName());

  /**
   * A heartbeat is late by up to one part of so many. Some servers notice only at the third write
   * that a client has gone: three heartbeats and their delay are how long that takes while a model
   * is silent.
   */
  private static final int SWEEPS_PER_HEARTBEAT = 8;

  /** How long clients have to take the last events when the server is stopped. */
  static final Duration LAST_EVENTS = Duration.ofSeconds(2);

  /**
   * How long one write may take for its client to count as one that takes its events at once: the
   * others are not waited for when the server is to stop without any delay.
   */
  static final Duration AT_ONCE = Duration.ofMillis(100);

  /** How long the server then has to end the replies whose streams have ended. */
  static final Duration LAST_REPLIES = Duration.ofSeconds(1);

  private final Completions completions;
  private final Threads threads;
  private final WriterLanes lanes;
  private final StreamSettings settings;
  private final AccessSettings access;
  private final Map<String, Dialect> dialects = new HashMap<>();
  private final Set<EventStreamWriter> writers;
  private final OpenReplies replies = new OpenReplies();
  private boolean sweeping;
  private boolean stopped;

  /** Writing on these threads. */
  @Inject
  public EventStreams(
      Completions completions,
      @Any Instance<Dialect> dialects,
      Threads threads,
      StreamSettings settings,
      AccessSettings access) {
    this(
        completions,
        dialects,
        threads,
        settings,
        access,
        new WriterLanes(threads),
        ConcurrentHashMap.newKeySet());
  }

  /**
   * Writing on these threads, in these lanes.
   *
   * @param writers an empty set that several threads may use; sweeps follow its order
   */
  EventStreams(
      Completions completions,
      Iterable<Dialect> dialects,
      Threads threads,
      StreamSettings settings,
      AccessSettings access,
      WriterLanes lanes,
      Set<EventStreamWriter> writers) {
    this.completions = completions;
    this.threads = threads;
    this.settings = settings;
    this.access = access;
    this.lanes = lanes;
    this.writers = writers;
    for (Dialect dialect : dialects) {
      this.dialects.put(dialect.name(), dialect);
    }
  }

  /**
   * Starts a completion and sends it to the client of a request. Returns at once. A request with an
   * {@code Idempotency-Key} that was sent before joins the completion that it started.
   *
   * @param body the request's body
   * @param start what is started; called only if it is
   * @return what was started, or joined
   * @throws RefusedException at a limit
   * @throws ProblemException 410 if it has ended, and went, before its client was counted
   */
  public Completion start(
      RequestBody body,
      Supplier<Start> start,
      SseEventSink sink,
      Sse sse,
      HttpServletRequest request) {
    return start(body, start, this::encoder, sink, sse, request);
  }

  /**
   * The same for a client that asks for a form of its own.
   *
   * @param encoders makes its encoder; whoever comes later gets the dialect's
   */
  public Completion start(
      RequestBody body,
      Supplier<Start> start,
      Function<Completion, EventEncoder> encoders,
      SseEventSink sink,
      Sse sse,
      HttpServletRequest request) {
    Requester requester = Caller.requester(request, access);
    IdempotencyKey key = IdempotencyHeader.of(request, requester, body);
    Completion completion =
        key == null ? completions.start(requester, start) : completions.startOrJoin(key, start);
    send(completion, 0, encoders.apply(completion), sink, sse, request);
    return completion;
  }

  /** Starts a completion that a GET asks for and sends it to its client. Returns at once. */
  public void start(Start start, SseEventSink sink, Sse sse, HttpServletRequest request) {
    Completion completion = completions.start(Caller.requester(request, access), start);
    send(completion, 0, encoder(completion), sink, sse, request);
  }

  /**
   * Sends the client of a request what comes after the {@code Last-Event-ID} it brings, if it
   * brings one. A GET that does must start nothing: an {@code EventSource} that reconnects buys no
   * second answer.
   *
   * @return whether it brings one; false leaves the request to the caller
   */
  public boolean resume(SseEventSink sink, Sse sse, HttpServletRequest request) {
    LastEventId last = LastEventId.of(request);
    if (last == null) {
      return false;
    }
    resume(last, sink, sse, request);
    return true;
  }

  /**
   * Sends what comes after a position to the client of a request, in the form in which the stream
   * was opened; in one without positions, everything. Returns at once.
   *
   * @throws ProblemException 404 if the stream is not known, 410 if it is kept no more, 409 if it
   *     has no such position
   * @throws RefusedException if it has as many clients as it may
   * @throws WebApplicationException 204 if it has ended there
   */
  public void resume(LastEventId last, SseEventSink sink, Sse sse, HttpServletRequest request) {
    Completion completion = find(last.streamId());
    long length = completion.log().length();
    if (last.position() > length) {
      throw ProblemException.conflict(
          "The stream has " + length + " entries: there is no position " + last.position() + ".");
    }
    if (completion.log().endsAt(last.position())) {
      throw new WebApplicationException(Response.noContent().build());
    }
    EventEncoder encoder = encoder(completion);
    send(completion, encoder.numbered() ? last.position() : 0, encoder, sink, sse, request);
  }

  /**
   * Sends all of a completion to the client of a request, then what comes live. Returns at once.
   *
   * @throws ProblemException 410 if it is kept no more
   * @throws RefusedException if it has as many clients as it may
   */
  public void replay(
      Completion completion, SseEventSink sink, Sse sse, HttpServletRequest request) {
    send(completion, 0, encoder(completion), sink, sse, request);
  }

  /**
   * The completion of a stream.
   *
   * @throws ProblemException 404 if the stream is not known, 410 if it is kept no more
   */
  public Completion find(String streamId) {
    return completions
        .find(streamId)
        .orElseThrow(
            () ->
                completions.expired(streamId)
                    ? gone()
                    : ProblemException.notFound("There is no stream of this id."));
  }

  private static ProblemException gone() {
    return ProblemException.gone("This stream has ended and is not kept any more.");
  }

  private void send(
      Completion completion,
      long after,
      EventEncoder encoder,
      SseEventSink sink,
      Sse sse,
      HttpServletRequest request) {
    LogEntry.Started started = completion.log().started();
    EventStreamWriter writer =
        new EventStreamWriter(
            completion, after, encoder, sink, sse, lanes, threads.nanoTime(), this::onLeave);
    // Before anything is told of the stream: one that is refused gets a problem and nothing else.
    if (!writer.attach()) {
      // It was found just before it went.
      throw gone();
    }
    ResponseHeaders.stream(request, started.streamId());
    if (started.conversationId() != null) {
      ResponseHeaders.conversation(request, started.conversationId());
    }
    TraceScope.leave(request);
    replies.add(request);
    writers.add(writer);
    writer.schedule();
    keepSweeping();
  }

  private void onLeave(EventStreamWriter writer) {
    writers.remove(writer);
    if (writers.isEmpty()) {
      synchronized (writers) {
        writers.notifyAll();
      }
    }
  }

  /**
   * Ends all streams before the server stops: see {@link Completions#drain}; then every client is
   * sent what it has not got yet, the end of its stream above all, for as long as {@link
   * #LAST_EVENTS}; and the server ends the replies, for as long as {@link #LAST_REPLIES}. Blocks
   * for so long and for the time of the setting at most. If that is zero, only those are waited for
   * that take their events {@linkplain #AT_ONCE at once}.
   */
  public void drain() {
    LOGGER.log(
        Level.INFO,
        "{0} answers are being written: they have {1} to end",
        completions.live(),
        settings.drain());
    completions.drain(settings.drain());
    boolean hurried = settings.drain().isZero();
    try {
      awaitClients(hurried);
      writers.forEach(EventStreamWriter::giveUp);
      replies.await(hurried ? AT_ONCE : LAST_REPLIES);
    } catch (InterruptedException interrupted) {
      writers.forEach(EventStreamWriter::giveUp);
      Thread.currentThread().interrupt();
    }
  }

  private void awaitClients(boolean hurried) throws InterruptedException {
    long end = System.nanoTime() + LAST_EVENTS.toNanos();
    synchronized (writers) {
      for (long left = LAST_EVENTS.toNanos();
          left > 0 && anyAwaited(hurried);
          left = end - System.nanoTime()) {
        // Who leaves last ends the wait. Of one that stops taking nobody tells: that is looked at.
        TimeUnit.NANOSECONDS.timedWait(writers, hurried ? Math.min(AT_ONCE.toNanos(), left) : left);
      }
    }
  }

  private boolean anyAwaited(boolean hurried) {
    return writers.stream().anyMatch(writer -> !hurried || writer.takesWithin(AT_ONCE));
  }

  /** The clients that are written to now. */
  public int clients() {
    return writers.size();
  }

  /**
   * Those of them that are more than {@link EventStreamWriter#FAR_BEHIND} entries behind, or whose
   * last send was slow. Looks at each.
   */
  public int laggingClients() {
    int lagging = 0;
    for (EventStreamWriter writer : writers) {
      if (writer.lags()) {
        lagging++;
      }
    }
    return lagging;
  }

  private EventEncoder encoder(Completion completion) {
    String dialect = completion.log().started().dialect();
    Dialect known = dialects.get(dialect);
    if (known == null) {
      throw new IllegalStateException("there is no dialect " + dialect);
    }
    return known.encoders().apply(completion);
  }

  /** Sweeps from now on, until a sweep finds no client. */
  private synchronized void keepSweeping() {
    if (!sweeping && !stopped) {
      sweeping = true;
      scheduleSweep();
    }
  }

  private void scheduleSweep() {
    try {
      var unused =
          threads
              .scheduler()
              .schedule(
                  this::sweep,
                  settings.heartbeat().toNanos() / SWEEPS_PER_HEARTBEAT,
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "no more heartbeats: the server is being stopped");
    }
  }

  private void sweep() {
    try {
      for (EventStreamWriter writer : writers) {
        writer.beat(settings.heartbeat());
        if (writer.stalled(settings.writeLimit())) {
          writer.giveUp();
        }
      }
    } finally {
      // Whatever befell one: the others depend on the next sweep.
      synchronized (this) {
        if (writers.isEmpty() || stopped) {
          sweeping = false;
        } else {
          scheduleSweep();
        }
      }
    }
  }

  /** The application goes: nothing of it stays with the scheduler. */
  @PreDestroy
  synchronized void stop() {
    stopped = true;
  }
}
