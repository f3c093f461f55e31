package dev.runnel.config;

import java.time.Duration;

/** Reads how long a provider may take. */
final class TimeoutsReader {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private TimeoutsReader() {}

  static TimeoutSettings read(SettingSource source) {
    return new TimeoutSettings(
        source.duration("runnel.timeout.connect", SHORTEST, Duration.ofSeconds(5), LONGEST),
        source.duration("runnel.timeout.first-byte", SHORTEST, Duration.ofSeconds(30), LONGEST),
        source.duration("runnel.timeout.idle", SHORTEST, Duration.ofSeconds(60), LONGEST),
        source.duration("runnel.timeout.total", SHORTEST, Duration.ofMinutes(10), LONGEST));
  }
}
