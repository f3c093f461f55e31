package dev.runnel.config;

/**
 * Who may read the metrics.
 *
 * @param access which callers, of those that {@link AccessSettings} lets in
 */
public record MetricsSettings(Access access) {

  /** Which callers may read the metrics. */
  public enum Access {
    /** Callers on this machine, without a proxy between. */
    LOOPBACK,
    /** Anyone who may call. */
    ANONYMOUS
  }
}
