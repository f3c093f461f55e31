package dev.runnel.web.admin;

import dev.runnel.admin.Snapshots;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import dev.runnel.web.AfterDispatch;
import dev.runnel.web.OpenReplies;
import dev.runnel.web.ProblemException;
import dev.runnel.web.TraceScope;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells administrators what they see, and tells it again when something has changed. One look at
 * the server for all of them, and none while nobody is there. Thread-safe.
 */
@Singleton
public class AdminEvents {

  private static final Logger LOGGER = System.getLogger(AdminEvents.class.getName());

  /** The connections of administrators there are at most. Each may hold a thread up. */
  static final int MAX_CLIENTS = 16;

  /** How often the server is looked at. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  /** How long the server has to end their replies when the application is stopped. */
  static final Duration LAST_REPLIES = Duration.ofSeconds(1);

  private final Snapshots snapshots;
  private final Threads threads;
  private final StreamSettings settings;
  private final Set<AdminClient> clients = new LinkedHashSet<>();
  private final OpenReplies replies = new OpenReplies();
  private boolean looking;
  private boolean ended;

  /** Guarded by its own lock: to look takes a moment. */
  private final Object publishing = new Object();

  private @Nullable Published latest;

  /** Of this server. */
  @Inject
  public AdminEvents(Snapshots snapshots, Threads threads, StreamSettings settings) {
    this.snapshots = snapshots;
    this.threads = threads;
    this.settings = settings;
  }

  /** Everything as it is now, in JSON. */
  byte[] snapshot() {
    return look().whole();
  }

  /**
   * Sends a client everything, and what changes until it leaves. Returns at once. Called on the
   * thread of the request.
   *
   * @throws ProblemException 503 if there are as many as there may be, or the server is being
   *     stopped
   */
  void open(SseEventSink sink, Sse sse, HttpServletRequest request) {
    Published first = look();
    AdminClient client = new AdminClient(sink, sse, threads, this::onLeave);
    // From its being counted on, who publishes may send to it.
    TraceScope.leave(request);
    synchronized (this) {
      if (ended) {
        throw ProblemException.unavailable("The server is being stopped.");
      }
      if (clients.size() >= MAX_CLIENTS) {
        throw ProblemException.unavailable(
            "There are "
                + MAX_CLIENTS
                + " administration pages open, as many as there may be. Close one and try again.");
      }
      clients.add(client);
      if (!looking) {
        looking = true;
        lookSoon();
      }
    }
    replies.add(request);
    AfterDispatch.run(request, () -> client.offer(first, settings.heartbeat()));
  }

  /** The clients that are told what changes. */
  synchronized int clients() {
    return clients.size();
  }

  /**
   * Ends all streams and begins none, because the application is being stopped. Blocks until the
   * server has ended the replies, {@link #LAST_REPLIES} at most.
   */
  @PreDestroy
  public void end() {
    List<AdminClient> last;
    synchronized (this) {
      ended = true;
      last = List.copyOf(clients);
    }
    last.forEach(AdminClient::giveUp);
    try {
      replies.await(LAST_REPLIES);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void onLeave(AdminClient client) {
    clients.remove(client);
  }

  private Published look() {
    synchronized (publishing) {
      latest = Published.next(latest, snapshots, threads.clock());
      return latest;
    }
  }

  /** Called with the lock held. */
  private void lookSoon() {
    try {
      var unused =
          threads
              .scheduler()
              .schedule(this::publishByWorker, PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "administrators are told no more: the server is being stopped");
    }
  }

  private void publishByWorker() {
    try {
      threads.workers().execute(this::publish);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "administrators are told no more: the server is being stopped");
    }
  }

  private void publish() {
    try {
      Published now = look();
      List<AdminClient> all;
      synchronized (this) {
        all = List.copyOf(clients);
      }
      for (AdminClient client : all) {
        if (client.stalled(settings.writeLimit())) {
          client.giveUp();
        } else {
          client.offer(now, settings.heartbeat());
        }
      }
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "administrators are not told what has changed", e);
    } finally {
      // Whatever befell this look: the clients depend on the next one.
      synchronized (this) {
        looking = !clients.isEmpty() && !ended;
        if (looking) {
          lookSoon();
        }
      }
    }
  }
}
