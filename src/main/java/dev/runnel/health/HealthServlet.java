package dev.runnel.health;

import dev.runnel.completion.Completions;
import dev.runnel.web.EventStreams;
import dev.runnel.web.admin.AdminEvents;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The original's {@code GET /health}. A servlet, because a server's own MicroProfile Health shadows
 * a JAX-RS resource at this path.
 *
 * <p>Also where the application hears that it is being stopped: a servlet is told while its clients
 * are still connected, and the server waits for it. By the time listeners and beans are told, some
 * servers have taken JAX-RS down, and with it every open stream.
 */
@WebServlet(urlPatterns = "/health", loadOnStartup = 1)
public class HealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private static final String OK = "{\"status\":\"ok\",\"message\":\"Server is running\"}";
  private static final String DRAINING =
      "{\"status\":\"draining\",\"message\":\"Server is shutting down\"}";

  @Inject transient Completions completions;
  @Inject transient EventStreams streams;
  @Inject transient AdminEvents adminEvents;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public HealthServlet() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean draining = completions.draining();
    response.setStatus(
        draining ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_OK);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(draining ? DRAINING : OK);
  }

  @Override
  public void destroy() {
    streams.drain();
    // After it: administrators see it to its end.
    adminEvents.end();
  }
}
