package dev.runnel.config;

import java.time.Duration;

/** Reads how many completions there may be, and how long they are kept. */
final class CompletionsReader {

  private static final long LEAST_LOG_BYTES = 1L << 20;
  private static final long MOST_DEFAULT_LOG_BYTES = 256L << 20;
  private static final long MOST_LOG_BYTES = 1L << 40;
  private static final int MOST_STREAMS = 1_000_000;

  private CompletionsReader() {}

  static CompletionSettings read(SettingSource source) {
    return new CompletionSettings(
        source.number("runnel.max-streams", 1, 2_000, MOST_STREAMS),
        source.number("runnel.max-streams-per-user", 1, 8, MOST_STREAMS),
        source.duration(
            "runnel.resume-grace", Duration.ZERO, Duration.ofSeconds(10), Duration.ofHours(1)),
        source.duration(
            "runnel.retention", Duration.ZERO, Duration.ofMinutes(10), Duration.ofDays(1)),
        source.bytes(
            "runnel.log-bytes",
            LEAST_LOG_BYTES,
            defaultLogBytes(Runtime.getRuntime().maxMemory()),
            MOST_LOG_BYTES));
  }

  /** What suits a heap: three eighths of it, 256 MiB at the most, in whole MiB. */
  static long defaultLogBytes(long heapBytes) {
    long share = heapBytes / 8 * 3 / LEAST_LOG_BYTES * LEAST_LOG_BYTES;
    return Math.max(LEAST_LOG_BYTES, Math.min(MOST_DEFAULT_LOG_BYTES, share));
  }
}
