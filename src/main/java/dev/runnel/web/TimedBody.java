package dev.runnel.web;

import dev.runnel.completion.RefusedException;
import dev.runnel.config.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that has a limited time to come. A read blocks a thread of the server, and the
 * servers' own limits are for one read, not for the body: a client that sends a byte now and then
 * would hold the thread for days. When the time is over the read is interrupted, by the scheduler.
 * For one reading thread at a time.
 */
final class TimedBody extends InputStream {

  @FunctionalInterface
  private interface Read {
    int run() throws IOException;
  }

  private final InputStream body;
  private final Threads threads;
  private final Duration limit;

  /** When the time is over; counted from the first read on. */
  private long deadline;

  /** Rings when the time is over; null until the first read. */
  private @Nullable Alarm alarm;

  /** The thread that is in a read, which alone may be interrupted. Guarded by this. */
  private @Nullable Thread reader;

  /** Guarded by this. */
  private boolean late;

  /**
   * Limits a body.
   *
   * @param limit the time from the first read to the end of the body
   */
  TimedBody(InputStream body, Duration limit, Threads threads) {
    this.body = body;
    this.limit = limit;
    this.threads = threads;
  }

  /**
   * Reads one byte.
   *
   * @throws ProblemException 408 when the time is over, 400 when the body breaks off
   * @throws RefusedException when the server is being stopped
   */
  @Override
  public int read() {
    return timed(body::read);
  }

  /** Reads what there is, as {@link #read()} does. */
  @Override
  public int read(byte[] buffer, int from, int length) {
    // For nothing one server waits all the same, and InputStream asks for it at the end.
    return length == 0 ? 0 : timed(() -> body.read(buffer, from, length));
  }

  private int timed(Read read) {
    if (alarm == null) {
      deadline = threads.nanoTime().getAsLong() + limit.toNanos();
      alarm = schedule();
    }
    enter();
    int got;
    boolean broken = false;
    try {
      got = read.run();
    } catch (IOException e) {
      got = -1;
      broken = true;
    } finally {
      leave();
    }
    if (got < 0) {
      alarm.clear();
    }
    if (isLate()) {
      throw late();
    }
    if (broken) {
      throw ProblemException.badRequest("The body broke off before its end.");
    }
    return got;
  }

  private Alarm schedule() {
    Alarm next = new Alarm(this);
    try {
      next.scheduled = threads.scheduler().schedule(next, limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      // Without an alarm the read could wait for as long as the client likes.
      throw RefusedException.stopping();
    }
    return next;
  }

  private synchronized void enter() {
    if (isLate()) {
      throw late();
    }
    reader = Thread.currentThread();
  }

  /** What the server does next with this thread is no matter of the body's time. */
  private synchronized void leave() {
    reader = null;
    if (late) {
      boolean unused = Thread.interrupted();
    }
  }

  private synchronized void onLate() {
    late = true;
    if (reader != null) {
      reader.interrupt();
    }
  }

  private ProblemException late() {
    return ProblemException.requestTimeout(
        "The body did not come within " + limit.toSeconds() + " seconds.");
  }

  private synchronized boolean isLate() {
    return late || threads.nanoTime().getAsLong() - deadline >= 0;
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    if (alarm != null) {
      alarm.clear();
    }
    body.close();
  }

  private static final class Alarm implements Runnable {

    /**
     * Null once cleared: a scheduler may keep a cancelled task until its time, which must not keep
     * the request.
     */
    private volatile @Nullable TimedBody body;

    private @Nullable Future<?> scheduled;

    private Alarm(TimedBody body) {
      this.body = body;
    }

    @Override
    public void run() {
      TimedBody late = body;
      if (late != null) {
        late.onLate();
      }
    }

    private void clear() {
      body = null;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }
  }
}
