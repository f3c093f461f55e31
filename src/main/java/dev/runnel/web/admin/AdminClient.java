package dev.runnel.web.admin;

import dev.runnel.config.Threads;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One administrator's connection. At most one {@code send} is under way: some servers block in it,
 * others queue without bound. What changes meanwhile is missed; the next event has the latest
 * state. A failed {@code send} means that the client has gone. Thread-safe.
 */
final class AdminClient {

  private static final Logger LOGGER = System.getLogger(AdminClient.class.getName());

  private final SseEventSink sink;
  private final Sse sse;
  private final Threads threads;
  private final Consumer<AdminClient> onLeave;
  private final AtomicBoolean left = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Whether somebody has this: a thread that sends or will, a send under way. Only they close. */
  private final AtomicBoolean busy = new AtomicBoolean();

  /** When something was last sent, by the monotonic clock. */
  private volatile long sentAtNanos;

  /** Whether that is still under way, and holds up no thread of ours. */
  private volatile boolean sending;

  /** The number of the snapshot that was last sent; 0 before the first. */
  private volatile long told;

  /**
   * One that was told nothing yet.
   *
   * @param onLeave called once when it is written to no more
   */
  AdminClient(SseEventSink sink, Sse sse, Threads threads, Consumer<AdminClient> onLeave) {
    this.sink = sink;
    this.sse = sse;
    this.threads = threads;
    this.onLeave = onLeave;
  }

  /**
   * Has the latest snapshot sent if the client has an earlier one, else a comment if it was sent
   * nothing for so long. Does nothing while a send is under way. Never blocks.
   */
  void offer(Published latest, Duration silence) {
    boolean news = told < latest.number();
    boolean silent = threads.nanoTime().getAsLong() - sentAtNanos >= silence.toNanos();
    if ((!news && !silent) || !busy.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.workers().execute(() -> send(news ? latest : null));
    } catch (RejectedExecutionException stopping) {
      leave(stopping);
    }
  }

  /** Whether the last send has been under way for longer, without holding a thread up. */
  boolean stalled(Duration limit) {
    return sending && threads.nanoTime().getAsLong() - sentAtNanos >= limit.toNanos();
  }

  /**
   * Writes to it no more. Its connection is closed when the last send is done, or the server ends
   * it: some servers hold up who closes before.
   */
  void giveUp() {
    depart();
    closeIfIdle();
  }

  /**
   * By who has this.
   *
   * @param news what to send, or null for a comment
   */
  private void send(@Nullable Published news) {
    if (left.get()) {
      close();
      return;
    }
    sentAtNanos = threads.nanoTime().getAsLong();
    CompletionStage<?> sent;
    try {
      sent = sink.send(event(news));
    } catch (RuntimeException gone) {
      leave(gone);
      return;
    }
    sending = true;
    // The callback handles both outcomes: nothing is left to hear.
    var unused =
        sent.whenComplete(
            (ignored, failure) -> {
              sending = false;
              if (failure != null) {
                leave(failure);
              } else {
                busy.set(false);
                if (left.get()) {
                  closeIfIdle();
                }
              }
            });
  }

  private OutboundSseEvent event(@Nullable Published news) {
    OutboundSseEvent.Builder builder = sse.newEventBuilder();
    if (news == null) {
      return builder.comment("").build();
    }
    byte[] data = told == 0 ? news.whole() : news.update();
    told = news.number();
    return builder
        .name("snapshot")
        .mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE)
        .data(byte[].class, data)
        .build();
  }

  /** A send failed: the client has gone, which is its right. */
  private void leave(Throwable cause) {
    LOGGER.log(Level.DEBUG, () -> "an administrator has gone: " + cause.getMessage());
    close();
    depart();
  }

  private void depart() {
    if (left.compareAndSet(false, true)) {
      onLeave.accept(this);
    }
  }

  private void closeIfIdle() {
    if (busy.compareAndSet(false, true)) {
      close();
    }
  }

  private void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      sink.close();
    } catch (Exception e) {
      LOGGER.log(Level.DEBUG, "the sink of a client that has gone does not close", e);
    }
  }
}
