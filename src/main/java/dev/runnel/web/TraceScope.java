package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What WildFly's tracing binds to the thread of a request until the response is begun, on the same
 * thread as it believes. An event stream is begun by whoever sends first, and from another thread
 * the binding stays: what this thread is asked next would belong to the trace of this request, and
 * the span that it keeps, ended on a thread of ours, would keep all classes of an application that
 * is gone. So it is let go before others may send; the span itself goes on.
 */
public final class TraceScope {

  private static final Logger LOGGER = System.getLogger(TraceScope.class.getName());

  /** Where SmallRye's filter leaves its {@code io.opentelemetry.context.Scope}. */
  static final String ATTRIBUTE = "otel.span.server.scope";

  private TraceScope() {}

  /**
   * Lets the thread of a request go, which calls this before another thread may begin the response:
   * later the binding cannot be found any more. Does nothing where there is none. The second close,
   * by the filter, does nothing.
   */
  public static void leave(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof AutoCloseable scope) {
      try {
        scope.close();
      } catch (Exception e) {
        LOGGER.log(Level.DEBUG, "the trace of a request does not leave its thread", e);
      }
    }
  }
}
