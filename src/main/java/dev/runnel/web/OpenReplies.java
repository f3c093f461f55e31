package dev.runnel.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Replies that the server has not ended yet. To close a sink only asks for the end: WildFly comes
 * to it later, on a thread of its own. If the application has gone meanwhile, that thread is never
 * told to forget the request, and keeps all classes of the application. Thread-safe.
 */
public final class OpenReplies {

  private final Set<AsyncListener> open = new HashSet<>();

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

  /** Waits until the server has ended all of them, for so long at most. */
  public void await(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (open) {
      for (long left = patience.toNanos();
          !open.isEmpty() && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(open, left);
      }
    }
  }

  private final class End implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      synchronized (open) {
        open.remove(this);
        open.notifyAll();
      }
    }

    /** Its completion follows. */
    @Override
    public void onTimeout(AsyncEvent event) {}

    /** Its completion follows. */
    @Override
    public void onError(AsyncEvent event) {}

    /** Nobody does that here. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
