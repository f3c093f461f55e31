package dev.runnel.config;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * All settings, read and checked together.
 *
 * @param providers the providers that are configured
 * @param defaultModels the models that answer when a request names none
 * @param access who may call
 * @param frames which pages of others may show ours in a frame
 * @param completions how many completions there may be, and how long they are kept
 * @param streams how streams to clients are kept
 * @param bodies what the bodies of requests are given
 * @param demo the demo model
 * @param metrics who may read the metrics
 * @param threads what the application runs on
 */
record Settings(
    ProviderSettings providers,
    DefaultModels defaultModels,
    AccessSettings access,
    FrameSettings frames,
    CompletionSettings completions,
    StreamSettings streams,
    BodySettings bodies,
    DemoSettings demo,
    MetricsSettings metrics,
    ThreadSettings threads) {

  /**
   * Reads all settings.
   *
   * @param lookup a property's value by its name
   * @throws InvalidSettingException at the first one that cannot be used
   */
  static Settings read(Function<String, Optional<String>> lookup) {
    return read(new SettingSource(lookup));
  }

  /**
   * Reads all settings; the source takes note of each.
   *
   * @throws InvalidSettingException at the first one that cannot be used
   */
  static Settings read(SettingSource source) {
    ProviderSettings providers = ProvidersReader.read(source);
    return new Settings(
        providers,
        DefaultModelsReader.read(source, providers),
        AccessReader.read(source),
        FramesReader.read(source),
        CompletionsReader.read(source),
        StreamsReader.read(source),
        new BodySettings(
            source.duration(
                "runnel.timeout.body",
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                Duration.ofMinutes(10))),
        new DemoSettings(
            source.duration(
                "runnel.demo.pace", Duration.ZERO, Duration.ofMillis(30), Duration.ofSeconds(10))),
        MetricsReader.read(source),
        ThreadsReader.read(source));
  }
}
