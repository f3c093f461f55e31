package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.config.Threads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** Connects clients to completions. Thread-safe. */
@Singleton
public class EventStreams {

  private final Threads threads;

  /** Writing on these threads. */
  @Inject
  public EventStreams(Threads threads) {
    this.threads = threads;
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
    new EventStreamWriter(completion, encoder, sink, sse, threads.workers()).schedule();
  }
}
