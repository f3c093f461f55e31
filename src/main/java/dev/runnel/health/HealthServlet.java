package dev.runnel.health;

import dev.runnel.completion.Completions;
import dev.runnel.config.MetricsSettings;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.web.EventStreams;
import dev.runnel.web.Locality;
import dev.runnel.web.WholeAnswers;
import dev.runnel.web.admin.AdminEvents;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The original's {@code GET /health}, and what the checks found. Numbers are for those who may read
 * the metrics; a load balancer needs the status alone. A servlet, because a server's own
 * MicroProfile Health shadows a JAX-RS resource at this path.
 *
 * <p>Also where the application hears that it is being stopped: a servlet is told while its clients
 * are still connected, and the server waits for it. By the time listeners and beans are told, some
 * servers have taken JAX-RS down, and with it every open stream.
 */
@WebServlet(urlPatterns = "/health", loadOnStartup = 1)
public class HealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Inject transient Completions completions;
  @Inject transient EventStreams streams;
  @Inject transient WholeAnswers answers;
  @Inject transient Checks checks;
  @Inject transient MetricsSettings metrics;
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
    response
        .getWriter()
        .write(
            new JsonObjectBuilder()
                .put("status", draining ? "draining" : "ok")
                .put("message", draining ? "Server is shutting down" : "Server is running")
                .put("checks", checks(mayReadFigures(request)))
                .build()
                .toJson());
  }

  private boolean mayReadFigures(HttpServletRequest request) {
    return metrics.access() == MetricsSettings.Access.ANONYMOUS || Locality.isLocal(request);
  }

  private JsonArray checks(boolean withData) {
    List<JsonValue> all = new ArrayList<>();
    for (Checks.Check check : checks.all()) {
      JsonObjectBuilder one =
          new JsonObjectBuilder()
              .put("name", check.name())
              .put("status", check.up() ? "UP" : "DOWN");
      if (withData) {
        one.put("data", data(check));
      }
      all.add(one.build());
    }
    return new JsonArray(all);
  }

  private static JsonValue data(Checks.Check check) {
    JsonObjectBuilder data = new JsonObjectBuilder();
    check
        .data()
        .forEach(
            (name, value) -> {
              if (value instanceof Long number) {
                data.put(name, number);
              } else {
                data.put(name, value.toString());
              }
            });
    return data.build();
  }

  @Override
  public void destroy() {
    streams.drain();
    answers.awaitAnswered();
    // After it: administrators see it to its end.
    adminEvents.end();
  }
}
