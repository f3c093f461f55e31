package dev.runnel.completion;

import dev.runnel.completion.RefusedException.Reason;
import dev.runnel.config.CompletionSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogFullException;
import dev.runnel.log.LogMemory;
import dev.runnel.log.StreamLog;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts completions within their limits and knows them by their ids, as long as they live and for
 * a time after their end. Thread-safe.
 */
@Singleton
public class Completions {

  private static final LogEntry.Failed LOST =
      LogEntry.Failed.of(ErrorCode.PRODUCER_LOST, "The server was stopped while it answered.");

  private final ModelCatalog catalog;
  private final Grace grace;
  private final LogMemory memory;
  private final Admission admission;
  private final Retention retention;
  private final ExpiredIds expired;
  private final IdempotencyKeys keys = new IdempotencyKeys(this::find);
  private final Map<String, Completion> byId = new ConcurrentHashMap<>();
  private final Supplier<String> ids;
  private final Threads threads;
  private final Observers observers;
  private final UserNames userNames = new UserNames();

  /** Whether what is live ends now. */
  private volatile boolean stopped;

  /** For the models of a catalog. */
  @Inject
  public Completions(
      ModelCatalog catalog,
      CompletionSettings settings,
      Threads threads,
      @Any Instance<CompletionObserver> observers) {
    this(catalog, settings, threads, observers, StreamIds::next);
  }

  /**
   * For the models of a catalog.
   *
   * @param observers hear of all completions; asked for at the first event
   * @param ids makes the ids of streams
   */
  Completions(
      ModelCatalog catalog,
      CompletionSettings settings,
      Threads threads,
      Iterable<CompletionObserver> observers,
      Supplier<String> ids) {
    this.catalog = catalog;
    this.threads = threads;
    this.observers = new Observers(observers);
    this.ids = ids;
    this.grace = new Grace(settings.resumeGrace(), threads.scheduler());
    this.memory = new LogMemory(settings.logBytes());
    this.admission = new Admission(settings.maxStreams(), settings.maxStreamsPerUser());
    this.expired = new ExpiredIds(threads.nanoTime());
    this.retention =
        new Retention(
            settings.retention(), threads.scheduler(), threads.nanoTime(), this::onExpiry);
    memory.makeRoomBy(retention::dropOldest);
  }

  /**
   * Starts a completion: its log begins, then its model is asked. Returns at once.
   *
   * @throws RefusedException at a limit; no model was asked then
   */
  public Completion start(Requester requester, Start start) {
    return start(requester, () -> start);
  }

  /**
   * The same.
   *
   * @param described says what is started; called only if there is room for it. What it throws is
   *     thrown on
   */
  public Completion start(Requester requester, Supplier<Start> described) {
    try {
      return admitAndStart(requester, described);
    } catch (RefusedException refused) {
      observers.onRefused(refused.reason());
      throw refused;
    }
  }

  private Completion admitAndStart(Requester requester, Supplier<Start> described) {
    admission.admit(requester.user());
    Start start;
    Completion completion;
    ModelClient client;
    try {
      start = described.get();
      client = catalog.client(start.request().model());
      StreamLog log = new StreamLog(ids.get(), memory);
      completion =
          new Completion(
              log,
              new Ending(requester.user(), start.listener()),
              start.grace() == null ? grace : new Grace(start.grace(), threads.scheduler()),
              new Vitals(userNames.of(requester.user()), threads),
              observers);
      log.append(
          new LogEntry.Started(
              log.id(), start.conversationId(), start.request().model(), start.dialect()));
    } catch (LogFullException full) {
      admission.release(requester.user());
      throw new RefusedException(Reason.OVERLOADED, full.detail());
    } catch (RuntimeException broken) {
      admission.release(requester.user());
      throw broken;
    }
    // Before anybody else knows it and can end it.
    observers.onStarted(completion);
    byId.put(completion.log().id(), completion);
    completion.begun();
    if (stopped) {
      // Admitted just before, and perhaps too late for who ends what is live.
      completion.fail(LOST);
      return completion;
    }
    completion.start(client, start.request(), start.projection());
    return completion;
  }

  /**
   * Starts a completion, or gives the one that the same key and body started before, as long as it
   * is kept. Of requests that come at the same time one starts it.
   *
   * @param start called only if there is none; what it throws is thrown on, and the key is free
   * @throws KeyReusedException if the key came with another body
   * @throws RefusedException at a limit; no model was asked then
   */
  public Completion startOrJoin(IdempotencyKey key, Supplier<Start> start) {
    return keys.startOrJoin(key, () -> start(key.requester(), start));
  }

  /** The completion of a stream's id, live or kept. */
  public Optional<Completion> find(String streamId) {
    return Optional.ofNullable(byId.get(streamId));
  }

  /** Whether there was a completion of this id that is kept no more. Remembered for a day. */
  public boolean expired(String streamId) {
    return expired.contains(streamId);
  }

  /** The number of completions that have not ended. */
  public int live() {
    return admission.live();
  }

  /** Those that have not ended, in no order: as they were at a moment while this was asked. */
  public List<Completion> liveCompletions() {
    return byId.values().stream().filter(completion -> !completion.hasEnded()).toList();
  }

  /** What is taken now, and what there is. */
  public Capacity capacity() {
    return new Capacity(live(), admission.max(), memory.heldBytes(), memory.maxBytes());
  }

  /** The memory of all logs. */
  LogMemory memory() {
    return memory;
  }

  /** The number of completions that have ended and are kept. */
  int kept() {
    return retention.kept();
  }

  /** The number of idempotency keys that are known. */
  int knownKeys() {
    return keys.size();
  }

  /**
   * Ends what is live before the server stops: none is started from now on; those under way may
   * finish, for as long as the limit; then they end with an error that can be retried. Blocks until
   * none is live. An interrupt is the end of the limit.
   */
  public void drain(Duration limit) {
    admission.close();
    try {
      admission.awaitNone(limit);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    shutDown();
  }

  /** Whether the server is being stopped: no completion is started any more. */
  public boolean draining() {
    return admission.closed();
  }

  private void onExpiry(Completion completion) {
    String id = completion.log().id();
    expired.add(id);
    byId.remove(id);
    keys.forget(completion);
  }

  /**
   * The server goes away: what is still being written ends with an error that can be retried. Also
   * where nobody has drained before.
   */
  @PreDestroy
  void shutDown() {
    admission.close();
    stopped = true;
    for (Completion completion : byId.values()) {
      completion.fail(LOST);
    }
  }

  /** What becomes of a completion that ends, beside what its own listener does. */
  private final class Ending implements CompletionListener {

    private final @Nullable String user;
    private final CompletionListener listener;

    private Ending(@Nullable String user, CompletionListener listener) {
      this.user = user;
      this.listener = listener;
    }

    @Override
    public void onStarted(Completion started) {
      listener.onStarted(started);
    }

    @Override
    public void onConversationOpened(String providerConversation) {
      listener.onConversationOpened(providerConversation);
    }

    @Override
    public void onEnding(Completion ending) {
      admission.release(user);
      listener.onEnding(ending);
    }

    @Override
    public void onEnd(Completion ended) {
      try {
        listener.onEnd(ended);
      } finally {
        // Only now can it be dropped.
        retention.keep(ended);
      }
    }
  }
}
