package dev.runnel.web;

import dev.runnel.completion.Completion;
import dev.runnel.completion.RefusedException;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogDroppedException;
import dev.runnel.log.LogSlice;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a completion to one client: a cursor, an encoder and a sink.
 *
 * <p>It holds a thread only while there is something to write, and at most one {@code send} is
 * under way: some servers block in it, others queue without bound. When nothing waits, the log
 * wakes it. A failed {@code send} means that the client has gone; there is no other sign. A client
 * that takes too long for one is given up, and can resume.
 */
final class EventStreamWriter implements WriterLanes.Task {

  private static final Logger LOGGER = System.getLogger(EventStreamWriter.class.getName());

  /** Events written in one go before others get the thread. */
  private static final int MAX_BURST = 64;

  /** A send that took longer makes its client a slow one, until one does not. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** A client that so many entries wait for, or more, lags. */
  static final int FAR_BEHIND = 64;

  private final Completion completion;
  private final EventEncoder encoder;
  private final SseEventSink sink;
  private final Sse sse;
  private final WriterLanes lanes;
  private final LongSupplier nanoTime;
  private final Consumer<EventStreamWriter> onLeave;
  private final Cursor cursor;
  private final Runnable wake = this::wake;
  private final AtomicBoolean left = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Whether somebody has this: a thread that runs it or will, a send under way. Only they send and
   * close.
   */
  private final AtomicBoolean busy = new AtomicBoolean(true);

  /** Whether the log will wake this. One wake waits in the log at the most. */
  private volatile boolean awaiting;

  /** When something was last sent, by the monotonic clock. */
  private volatile long sentAtNanos;

  /** Whether that is still under way, and holds up no thread of ours. */
  private volatile boolean sending;

  /** Whether a thread of ours is in the server's {@code send}, which some servers block. */
  private volatile boolean inSend;

  /** Whether the last send was slow. */
  private volatile boolean slow;

  private boolean beatDue;

  /** Whether the encoder knows what the client had before. */
  private boolean caughtUp;

  /** The position of the last slice that was encoded. */
  private long position;

  /** The position of the last event that carried an id: ids only increase. */
  private long sentPosition;

  /** The slice to encode next, where something is sent before it. */
  private @Nullable LogSlice next;

  /**
   * A writer that is about to be scheduled.
   *
   * @param after the last entry that the client has, or 0
   * @param nanoTime a monotonic clock in nanoseconds
   * @param onLeave called once when it writes no more
   */
  EventStreamWriter(
      Completion completion,
      long after,
      EventEncoder encoder,
      SseEventSink sink,
      Sse sse,
      WriterLanes lanes,
      LongSupplier nanoTime,
      Consumer<EventStreamWriter> onLeave) {
    this.completion = completion;
    this.encoder = encoder;
    this.sink = sink;
    this.sse = sse;
    this.lanes = lanes;
    this.nanoTime = nanoTime;
    this.onLeave = onLeave;
    this.sentAtNanos = nanoTime.getAsLong();
    this.cursor = completion.log().cursor(after);
    this.position = after;
    this.sentPosition = after;
  }

  /** Where it writes to. */
  SseEventSink sink() {
    return sink;
  }

  /**
   * Its client reads from now on. Called once, before it is scheduled.
   *
   * @return false if it does not, because the log is kept no more: it must not be scheduled
   * @throws RefusedException if it does not, because as many read as may
   */
  boolean attach() {
    return completion.attach(cursor);
  }

  /** Has the writer run; never blocks. Called only while it neither runs nor waits to run. */
  void schedule() {
    if (left.get()) {
      close();
    } else {
      lanes.execute(this);
    }
  }

  /** Whether its client takes less than the model says. */
  boolean lags() {
    return slow || completion.log().length() - cursor.position() > FAR_BEHIND;
  }

  @Override
  public boolean slow() {
    return slow;
  }

  @Override
  public boolean heldUp(Duration time) {
    return inSend && nanoTime.getAsLong() - sentAtNanos >= time.toNanos();
  }

  @Override
  public void rejected(Throwable cause) {
    LOGGER.log(Level.WARNING, "no thread writes stream " + completion.log().id(), cause);
    leave();
  }

  /**
   * Whether the last send has been under way for longer. Not told of a send that blocks its thread:
   * that is left to the server's own limit, because to close it from another thread blocks too.
   */
  boolean stalled(Duration limit) {
    return sending && nanoTime.getAsLong() - sentAtNanos >= limit.toNanos();
  }

  /** Whether its client takes what is sent to it in less time, as far as is known. */
  boolean takesWithin(Duration time) {
    return !slow && !stalled(time) && !heldUp(time);
  }

  /**
   * Gives up a client that takes nothing. It can resume. Its connection is closed when the last
   * send is done, or the server ends it: some servers hold up who closes before. Called by any
   * thread.
   */
  void giveUp() {
    LOGGER.log(
        Level.DEBUG,
        () -> "a client of stream " + completion.log().id() + " takes nothing: given up");
    if (busy.compareAndSet(false, true)) {
      close();
    }
    // Else whoever has this writer sees that the client was left, and closes.
    depart();
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
      boolean slowLane = slow;
      catchUp();
      if (beatDue) {
        beatDue = false;
        if (!send(sse.newEventBuilder().comment("").build(), false)) {
          return;
        }
      }
      for (int i = 0; i < MAX_BURST && slow == slowLane && !left.get(); i++) {
        LogSlice slice = next == null ? cursor.next() : next;
        if (slice == null) {
          if (rests()) {
            return;
          }
        } else if (!write(slice)) {
          return;
        }
      }
    } catch (LogDroppedException dropped) {
      leave(dropped);
      return;
    } catch (Throwable e) {
      // An error too: nobody else would end this client's stream.
      LOGGER.log(Level.ERROR, "stream " + completion.log().id() + " cannot be written", e);
      leave();
      return;
    }
    schedule();
  }

  /** Tells the encoder what the client had when it came back. */
  private void catchUp() {
    if (!caughtUp) {
      caughtUp = true;
      Cursor had = completion.log().cursorUpTo(position);
      for (LogSlice slice = had.next(); slice != null; slice = had.next()) {
        encoder.skip(slice);
      }
    }
  }

  /** Whether nobody needs this any more until the log wakes it or a beat is due. */
  private boolean rests() {
    if (!awaiting) {
      awaiting = true;
      if (!cursor.await(wake)) {
        awaiting = false;
        return false;
      }
    }
    busy.set(false);
    // Woken, or left, before it rested: nobody else goes on, unless a beat is just at it.
    boolean needed = !awaiting || left.get();
    return !needed || !busy.compareAndSet(false, true);
  }

  /** Whether the next slice can be written at once; else somebody was told to go on. */
  private boolean write(LogSlice slice) {
    WireEvent before = encoder.before(slice);
    if (before != null) {
      next = slice;
      return send(toOutbound(before), false);
    }
    next = null;
    position = slice.position();
    WireEvent event = encoder.encode(slice);
    return event == null || send(toOutbound(event), slice instanceof LogSlice.End);
  }

  private boolean send(OutboundSseEvent outbound, boolean last) {
    sentAtNanos = nanoTime.getAsLong();
    inSend = true;
    CompletableFuture<?> sent;
    try {
      sent = sink.send(outbound).toCompletableFuture();
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    inSend = false;
    if (sent.isDone() && !sent.isCompletedExceptionally()) {
      onSent();
      if (last) {
        leave();
      }
      return !last;
    }
    sending = true;
    // The callback handles both outcomes: nothing is left to hear.
    var unused =
        sent.whenComplete(
            (ignored, failure) -> {
              onSent();
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

  private void onSent() {
    sending = false;
    slow = nanoTime.getAsLong() - sentAtNanos > SLOW.toNanos();
  }

  private OutboundSseEvent toOutbound(WireEvent event) {
    OutboundSseEvent.Builder builder =
        sse.newEventBuilder()
            .mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE)
            .data(byte[].class, event.data());
    if (encoder.numbered() && position > sentPosition) {
      // Else the event tells what was held back before a later position was sent: nothing the
      // client's position could say.
      sentPosition = position;
      builder.id(completion.log().id() + "." + position);
    }
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

  /** By whoever has this writer: nobody else sends, or closes. */
  private void leave() {
    close();
    depart();
  }

  /** The client is written to no more. By any thread; the first time counts. */
  private void depart() {
    if (left.compareAndSet(false, true)) {
      forget();
      onLeave.accept(this);
      completion.detach(cursor);
    }
  }

  private void close() {
    forget();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      sink.close();
    } catch (Exception e) {
      LOGGER.log(Level.DEBUG, "the sink of a client that has gone does not close", e);
    }
  }

  /** Else a silent log would hold every client that came and went. */
  private void forget() {
    cursor.forget(wake);
  }
}
