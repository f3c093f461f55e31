package dev.runnel.web;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.log.LogEntry;

/** What every dialect of ours tells of a failure beside its words for people. */
public final class Failures {

  private Failures() {}

  /** Adds code, whether and when to try again, and what the provider's support asks for. */
  public static void describe(LogEntry.Failed failed, JsonObjectBuilder data) {
    data.put("code", failed.code().code()).put("retryable", failed.retryable());
    if (failed.retryAfter() != null) {
      data.put("retry_after", failed.retryAfter().plusMillis(999).toSeconds());
    }
    data.putIfPresent("provider_code", failed.providerCode())
        .putIfPresent("log_id", failed.logId());
    if (failed.phase() != null) {
      data.put("phase", failed.phase().code());
    }
  }
}
