package dev.runnel.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to begin when the server is done with a request's own thread. When a resource method has
 * returned, Jersey flushes its event sink on that thread; whoever sends and closes at the same
 * moment, as the replay of a short stream does, can lose his last event.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class AfterDispatch extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String ATTRIBUTE = AfterDispatch.class.getName();

  /** For the container. */
  public AfterDispatch() {}

  /**
   * Has something run after the request was dispatched, on its thread; at once, where no filter is.
   * Called on that thread.
   *
   * @param begin must not block
   */
  public static void run(HttpServletRequest request, Runnable begin) {
    if (request.getAttribute(ATTRIBUTE) instanceof Later later) {
      later.all.add(begin);
    } else {
      begin.run();
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Later later = new Later();
    request.setAttribute(ATTRIBUTE, later);
    try {
      chain.doFilter(request, response);
    } finally {
      // Not by the attribute: a request that has ended meanwhile may have none.
      later.all.forEach(Runnable::run);
    }
  }

  /** For one request, on its thread. */
  private static final class Later {
    private final List<Runnable> all = new ArrayList<>();
  }
}
