package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogSlice;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes a completion to one client: a cursor, an encoder and a sink.
 *
 * <p>It holds a thread only while there is something to write, and at most one {@code send} is
 * under way: some servers block in it, others queue without bound. When nothing waits, the log
 * wakes it. A failed {@code send} means that the client has gone; there is no other sign.
 */
final class EventStreamWriter implements Runnable {

  private static final Logger LOGGER = System.getLogger(EventStreamWriter.class.getName());

  /** Events written in one go before others get the thread. */
  private static final int MAX_BURST = 64;

  private final Completion completion;
  private final EventEncoder encoder;
  private final SseEventSink sink;
  private final Sse sse;
  private final Executor workers;
  private final Cursor cursor;
  private final AtomicBoolean left = new AtomicBoolean();

  /** The position of the last slice that was encoded. */
  private long position;

  /** The slice to encode next, where something held back is sent before it. */
  private @Nullable LogSlice next;

  EventStreamWriter(
      Completion completion, EventEncoder encoder, SseEventSink sink, Sse sse, Executor workers) {
    this.completion = completion;
    this.encoder = encoder;
    this.sink = sink;
    this.sse = sse;
    this.workers = workers;
    this.cursor = completion.log().cursor(0);
  }

  /** Has the writer run; never blocks. Called only while it neither runs nor waits to run. */
  void schedule() {
    try {
      workers.execute(this);
    } catch (RuntimeException e) {
      // Rejected: the server is being stopped. Thrown on, it would keep others from being woken.
      LOGGER.log(Level.WARNING, "no thread writes stream " + completion.log().id(), e);
      leave();
    }
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < MAX_BURST; i++) {
        LogSlice slice = next == null ? cursor.next() : next;
        if (slice == null) {
          if (cursor.await(this::schedule)) {
            return;
          }
        } else if (!write(slice)) {
          return;
        }
      }
    } catch (Throwable e) {
      // An error too: nobody else would end this client's stream.
      LOGGER.log(Level.ERROR, "stream " + completion.log().id() + " cannot be written", e);
      leave();
      return;
    }
    schedule();
  }

  /** Whether the next slice can be written at once; else somebody was told to go on. */
  private boolean write(LogSlice slice) {
    if (next == null) {
      WireEvent before = encoder.heldBack(slice);
      if (before != null) {
        next = slice;
        return send(before, false);
      }
    }
    next = null;
    position = slice.position();
    WireEvent event = encoder.encode(slice);
    return event == null || send(event, slice instanceof LogSlice.End);
  }

  private boolean send(WireEvent event, boolean last) {
    OutboundSseEvent outbound = toOutbound(event);
    CompletableFuture<?> sent;
    try {
      sent = sink.send(outbound).toCompletableFuture();
    } catch (RuntimeException closed) {
      leave(closed);
      return false;
    }
    if (sent.isDone() && !sent.isCompletedExceptionally()) {
      if (last) {
        leave();
      }
      return !last;
    }
    // The callback handles both outcomes: nothing is left to hear.
    var unused =
        sent.whenComplete(
            (ignored, failure) -> {
              if (failure != null) {
                leave(failure);
              } else if (last) {
                leave();
              } else {
                schedule();
              }
            });
    return false;
  }

  private OutboundSseEvent toOutbound(WireEvent event) {
    OutboundSseEvent.Builder builder =
        sse.newEventBuilder()
            .id(completion.log().id() + "." + position)
            .mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE)
            .data(byte[].class, event.data());
    if (event.name() != null) {
      builder.name(event.name());
    }
    return builder.build();
  }

  /** A send failed: the client has gone, which is its right. */
  private void leave(Throwable cause) {
    LOGGER.log(
        Level.DEBUG,
        () -> "a client of stream " + completion.log().id() + " has gone: " + cause.getMessage());
    leave();
  }

  private void leave() {
    if (left.compareAndSet(false, true)) {
      close();
      completion.detach();
    }
  }

  private void close() {
    try {
      sink.close();
    } catch (Exception e) {
      LOGGER.log(Level.DEBUG, "the sink of a client that has gone does not close", e);
    }
  }
}
