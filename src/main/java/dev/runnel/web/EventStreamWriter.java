package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.config.Threads;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogSlice;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
  private final LongSupplier nanoTime;
  private final Consumer<EventStreamWriter> onLeave;
  private final Cursor cursor;
  private final AtomicBoolean left = new AtomicBoolean();

  /** Whether somebody runs this, or will: a thread, a send under way, a task of the executor. */
  private final AtomicBoolean busy = new AtomicBoolean(true);

  /** Whether the log will wake this. One wake waits in the log at the most. */
  private volatile boolean awaiting;

  /** When something was last sent, by the clock of {@link Threads#nanoTime}. */
  private volatile long sentAtNanos;

  private boolean beatDue;

  /** The position of the last slice that was encoded. */
  private long position;

  /** The slice to encode next, where something held back is sent before it. */
  private @Nullable LogSlice next;

  /**
   * A writer that is about to be scheduled.
   *
   * @param onLeave called once when it writes no more
   */
  EventStreamWriter(
      Completion completion,
      EventEncoder encoder,
      SseEventSink sink,
      Sse sse,
      Threads threads,
      Consumer<EventStreamWriter> onLeave) {
    this.completion = completion;
    this.encoder = encoder;
    this.sink = sink;
    this.sse = sse;
    this.workers = threads.workers();
    this.nanoTime = threads.nanoTime();
    this.onLeave = onLeave;
    this.sentAtNanos = nanoTime.getAsLong();
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

  /**
   * Has a comment sent, so that proxies keep the connection and a client that has gone is noticed,
   * if nothing was sent for so long. Never blocks; called by the one sweep over all writers.
   */
  void beat(Duration silence) {
    if (nanoTime.getAsLong() - sentAtNanos >= silence.toNanos()
        && busy.compareAndSet(false, true)) {
      beatDue = true;
      schedule();
    }
  }

  private void wake() {
    awaiting = false;
    if (busy.compareAndSet(false, true)) {
      schedule();
    }
  }

  @Override
  public void run() {
    try {
      if (beatDue) {
        beatDue = false;
        if (!send(sse.newEventBuilder().comment("").build(), false)) {
          return;
        }
      }
      for (int i = 0; i < MAX_BURST; i++) {
        LogSlice slice = next == null ? cursor.next() : next;
        if (slice == null) {
          if (rests()) {
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

  /** Whether nobody needs this any more until the log wakes it or a beat is due. */
  private boolean rests() {
    if (!awaiting) {
      awaiting = true;
      if (!cursor.await(this::wake)) {
        awaiting = false;
        return false;
      }
    }
    busy.set(false);
    // Woken before it rested: nobody else goes on, unless a beat is just at it.
    return awaiting || !busy.compareAndSet(false, true);
  }

  /** Whether the next slice can be written at once; else somebody was told to go on. */
  private boolean write(LogSlice slice) {
    if (next == null) {
      WireEvent before = encoder.heldBack(slice);
      if (before != null) {
        next = slice;
        return send(toOutbound(before), false);
      }
    }
    next = null;
    position = slice.position();
    WireEvent event = encoder.encode(slice);
    return event == null || send(toOutbound(event), slice instanceof LogSlice.End);
  }

  private boolean send(OutboundSseEvent outbound, boolean last) {
    sentAtNanos = nanoTime.getAsLong();
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
      onLeave.accept(this);
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
