package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Connects clients to completions, and sends each a comment when it was sent nothing for a
 * heartbeat: one sweep over all clients, not a timer for each. Thread-safe.
 */
@Singleton
public class EventStreams {

  private static final Logger LOGGER = System.getLogger(EventStreams.class.getName());

  /** A heartbeat is late by up to one part of so many. */
  private static final int SWEEPS_PER_HEARTBEAT = 4;

  private final Threads threads;
  private final Duration heartbeat;
  private final Set<EventStreamWriter> writers = ConcurrentHashMap.newKeySet();
  private boolean sweeping;
  private boolean stopped;

  /** Writing on these threads. */
  @Inject
  public EventStreams(Threads threads, StreamSettings settings) {
    this.threads = threads;
    this.heartbeat = settings.heartbeat();
  }

  /**
   * Sends a completion from its beginning to the client of a request. Returns at once.
   *
   * @param encoder the dialect, for this client alone
   */
  public void send(
      Completion completion,
      EventEncoder encoder,
      SseEventSink sink,
      Sse sse,
      HttpServletRequest request) {
    ResponseHeaders.stream(request, completion.log().id());
    completion.attach();
    EventStreamWriter writer =
        new EventStreamWriter(completion, encoder, sink, sse, threads, writers::remove);
    writers.add(writer);
    writer.schedule();
    keepSweeping();
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
                  this::sweep, heartbeat.toNanos() / SWEEPS_PER_HEARTBEAT, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "no more heartbeats: the server is being stopped");
    }
  }

  private void sweep() {
    writers.forEach(writer -> writer.beat(heartbeat));
    synchronized (this) {
      if (writers.isEmpty() || stopped) {
        sweeping = false;
      } else {
        scheduleSweep();
      }
    }
  }

  /** The application goes: nothing of it stays with the scheduler. */
  @PreDestroy
  synchronized void stop() {
    stopped = true;
  }
}
