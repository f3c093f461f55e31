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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Connects clients to completions: to new ones, and to those that go on or have ended; and ends all
 * streams before the server stops. Thread-safe.
 */
@Singleton
public class EventStreams {

  private static final Logger LOGGER = System.getLogger(EventStreams.class.getName());

  /** How long clients have to take the last events when the server is stopped. */
  static final Duration LAST_EVENTS = Duration.ofSeconds(2);

  /** How long the server then has to end the replies whose streams have ended. */
  static final Duration LAST_REPLIES = Duration.ofSeconds(1);

  private final Completions completions;
  private final Threads threads;
  private final WriterLanes lanes;
  private final StreamSettings settings;
  private final AccessSettings access;
  private final Map<String, Dialect> dialects = new HashMap<>();
  private final EventStreamWriters writers;
  private final OpenReplies replies = new OpenReplies();

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
    this.writers = new EventStreamWriters(writers, threads, settings);
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
            completion, after, encoder, sink, sse, lanes, threads.nanoTime(), writers::remove);
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
    AfterDispatch.run(request, () -> writers.start(writer));
  }

  /**
   * Ends all streams before the server stops: see {@link Completions#drain}; then every client is
   * sent what it has not got yet, the end of its stream above all, for as long as {@link
   * #LAST_EVENTS}; and the server ends the replies, for as long as {@link #LAST_REPLIES}. Blocks
   * for so long and for the time of the setting at most. If that is zero, only those are waited for
   * that take their events {@linkplain EventStreamWriters#AT_ONCE at once}.
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
      writers.await(LAST_EVENTS, hurried);
      writers.giveUp();
      replies.await(hurried ? EventStreamWriters.AT_ONCE : LAST_REPLIES);
    } catch (InterruptedException interrupted) {
      writers.giveUp();
      Thread.currentThread().interrupt();
    }
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
    return writers.lagging();
  }

  private EventEncoder encoder(Completion completion) {
    String dialect = completion.log().started().dialect();
    Dialect known = dialects.get(dialect);
    if (known == null) {
      throw new IllegalStateException("there is no dialect " + dialect);
    }
    return known.encoders().apply(completion);
  }

  /** The application goes: nothing of it stays with the scheduler. */
  @PreDestroy
  void stop() {
    writers.stop();
  }
}
