package dev.runnel.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Replies that the server has not ended yet. To close a sink only asks for the end: WildFly comes
 * to it later, on a thread of its own. If the application has gone meanwhile, that thread is never
 * told to forget the request, and keeps all classes of the application. It is told after the end
 * was told to us, which nobody sees; so a thread that ends a reply counts as busy with it until it
 * has nothing to do. Thread-safe.
 */
public final class OpenReplies {

  /** How often the threads are looked at that have just ended a reply. */
  private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

  /**
   * For as long as the server has them: Payara tells of the end of a reply only if its client is
   * still there.
   */
  private final Set<AsyncListener> open = Collections.newSetFromMap(new WeakHashMap<>());

  /** The server's threads that have ended one, for as long as they live. */
  private final Set<Thread> enders = Collections.newSetFromMap(new WeakHashMap<>());

  /** None yet. */
  public OpenReplies() {}

  /** Has the reply to a request awaited, where the server says that it is asynchronous. */
  public void add(HttpServletRequest request) {
    if (!request.isAsyncStarted()) {
      return;
    }
    AsyncListener listener = new End();
    synchronized (open) {
      open.add(listener);
    }
    request.getAsyncContext().addListener(listener);
  }

  /** Waits until the server has ended all of them and is done with that, for so long at most. */
  public void await(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (open) {
      for (long left = patience.toNanos();
          left > 0 && (!open.isEmpty() || enders.stream().anyMatch(OpenReplies::isBusy));
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(open, open.isEmpty() ? Math.min(LOOK_NANOS, left) : left);
      }
    }
  }

  /** The replies that are not known to have ended. */
  int size() {
    synchronized (open) {
      return open.size();
    }
  }

  private static boolean isBusy(Thread thread) {
    return switch (thread.getState()) {
      case RUNNABLE, BLOCKED -> true;
      case NEW, WAITING, TIMED_WAITING, TERMINATED -> false;
    };
  }

  private final class End implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    private void end() {
      synchronized (open) {
        open.remove(this);
        enders.add(Thread.currentThread());
        open.notifyAll();
      }
    }

    /** Its completion follows. */
    @Override
    public void onTimeout(AsyncEvent event) {}

    /** Its completion follows, or nothing does. */
    @Override
    public void onError(AsyncEvent event) {
      end();
    }

    /** Nobody does that here. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
