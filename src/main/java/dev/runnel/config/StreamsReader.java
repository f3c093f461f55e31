package dev.runnel.config;

import java.time.Duration;

/** Reads how streams to clients are kept. */
final class StreamsReader {

  private StreamsReader() {}

  static StreamSettings read(SettingSource source) {
    return new StreamSettings(
        source.duration(
            "runnel.heartbeat",
            Duration.ofMillis(100),
            // Payara notices only at the third write that a client has gone: within five seconds.
            Duration.ofMillis(1_250),
            // The pages take a line for dead that is silent for 30 seconds, proxies after 60.
            Duration.ofSeconds(20)),
        source.duration(
            "runnel.timeout.write",
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10)),
        source.duration(
            "runnel.drain", Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(5)));
  }
}
