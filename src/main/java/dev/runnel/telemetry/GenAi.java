package dev.runnel.telemetry;

import dev.runnel.log.LogEntry;
import java.util.List;

/**
 * The names of OpenTelemetry's semantic conventions for generative AI, as of version 1.41, where
 * they are in development: should they change, they change here alone. And our words for how a
 * stream ended.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/">metrics</a>
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/">spans</a>
 */
final class GenAi {

  // Metrics, with the boundaries of their buckets in the units that the conventions name.

  static final String OPERATION_DURATION = "gen_ai.client.operation.duration";
  static final List<Double> DURATION_SECONDS =
      List.of(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

  static final String TIME_TO_FIRST_TOKEN = "gen_ai.server.time_to_first_token";
  static final List<Double> FIRST_TOKEN_SECONDS =
      List.of(
          0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5,
          10.0);

  static final String TOKEN_USAGE = "gen_ai.client.token.usage";
  static final List<Double> TOKENS =
      List.of(
          1.0,
          4.0,
          16.0,
          64.0,
          256.0,
          1024.0,
          4096.0,
          16384.0,
          65536.0,
          262144.0,
          1048576.0,
          4194304.0,
          16777216.0,
          67108864.0);

  // Attributes.

  static final String OPERATION_NAME = "gen_ai.operation.name";
  static final String PROVIDER_NAME = "gen_ai.provider.name";
  static final String REQUEST_MODEL = "gen_ai.request.model";
  static final String RESPONSE_MODEL = "gen_ai.response.model";
  static final String FINISH_REASONS = "gen_ai.response.finish_reasons";
  static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";
  static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
  static final String TOKEN_TYPE = "gen_ai.token.type";
  static final String ERROR_TYPE = "error.type";

  // Values.

  /** The one operation that all models are asked for. */
  static final String CHAT = "chat";

  static final String INPUT = "input";
  static final String OUTPUT = "output";

  private GenAi() {}

  /** {@code complete}, {@code cancelled}, or the code of the error: a closed set. */
  static String outcome(LogEntry.Ended ended) {
    if (ended instanceof LogEntry.Complete) {
      return "complete";
    }
    return ended instanceof LogEntry.Failed failed ? failed.code().code() : "cancelled";
  }

  /** The code of the error it ended with; empty for none, as labels say it. */
  static String errorType(LogEntry.Ended ended) {
    return ended instanceof LogEntry.Failed failed ? failed.code().code() : "";
  }
}
