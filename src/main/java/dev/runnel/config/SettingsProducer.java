package dev.runnel.config;

import dev.runnel.config.EffectiveSetting.Origin;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Gives each feature its settings by injection. */
@Singleton
class SettingsProducer {

  private final Settings settings;
  private final EffectiveConfiguration effective;

  @Inject
  SettingsProducer(Config config) {
    SettingSource source =
        new SettingSource(property -> config.getOptionalValue(property, String.class));
    settings = Settings.read(source);
    effective =
        source
            .read()
            .report(
                property ->
                    source.isSet(property)
                        ? Optional.of(originOf(config.getConfigValue(property)))
                        : Optional.empty());
  }

  private static Origin originOf(ConfigValue value) {
    // A source need not have a name.
    return new Origin(
        Objects.requireNonNullElse(value.getSourceName(), "?"), value.getSourceOrdinal());
  }

  @Produces
  @Dependent
  EffectiveConfiguration effective() {
    return effective;
  }

  @Produces
  @Dependent
  ProviderSettings providers() {
    return settings.providers();
  }

  @Produces
  @Dependent
  DefaultModels defaultModels() {
    return settings.defaultModels();
  }

  @Produces
  @Dependent
  AccessSettings access() {
    return settings.access();
  }

  @Produces
  @Dependent
  FrameSettings frames() {
    return settings.frames();
  }

  @Produces
  @Dependent
  CompletionSettings completions() {
    return settings.completions();
  }

  @Produces
  @Dependent
  StreamSettings streams() {
    return settings.streams();
  }

  @Produces
  @Dependent
  MetricsSettings metrics() {
    return settings.metrics();
  }

  @Produces
  @Dependent
  BodySettings bodies() {
    return settings.bodies();
  }

  @Produces
  @Dependent
  DemoSettings demo() {
    return settings.demo();
  }

  @Produces
  @Dependent
  ThreadSettings threads() {
    return settings.threads();
  }
}
