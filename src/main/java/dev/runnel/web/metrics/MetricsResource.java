package dev.runnel.web.metrics;

import dev.runnel.config.MetricsSettings;
import dev.runnel.telemetry.Meters;
import dev.runnel.web.Locality;
import dev.runnel.web.ProblemException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/**
 * The meters in Prometheus' text format. They tell how much this server is used and by which
 * models: nothing for anyone who reaches the port, unless {@code RUNNEL_METRICS_ACCESS} says so.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
@Path("metrics")
@Dependent
public class MetricsResource {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Inject Meters meters;
  @Inject MetricsSettings settings;

  /** For the container, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public MetricsResource() {}

  /** All meters. */
  @GET
  public Response metrics(@Context HttpServletRequest request) {
    requireReader(request);
    return Response.ok(meters.scrape(), TEXT).header("Cache-Control", "no-store").build();
  }

  void requireReader(HttpServletRequest request) {
    if (settings.access() == MetricsSettings.Access.LOOPBACK && !Locality.isLocal(request)) {
      throw ProblemException.forbidden(
          "The metrics are for callers on this server's own machine, without a proxy between, by a"
              + " loopback name. To let others read them, set RUNNEL_METRICS_ACCESS=anonymous and"
              + " restart.");
    }
  }
}
