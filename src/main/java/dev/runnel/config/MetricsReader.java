package dev.runnel.config;

/** Reads who may read the metrics. */
final class MetricsReader {

  private static final String ACCESS = "runnel.metrics-access";

  private MetricsReader() {}

  static MetricsSettings read(SettingSource source) {
    String access = source.text(ACCESS, "loopback");
    return switch (access) {
      case "loopback" -> new MetricsSettings(MetricsSettings.Access.LOOPBACK);
      case "anonymous" -> new MetricsSettings(MetricsSettings.Access.ANONYMOUS);
      default ->
          throw SettingSource.invalid(
              ACCESS,
              access,
              "allowed are loopback (callers on this machine) and anonymous (all that RUNNEL_AUTH"
                  + " lets in)");
    };
  }
}
