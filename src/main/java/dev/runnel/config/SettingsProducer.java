package dev.runnel.config;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Gives each feature its settings by injection. */
@Singleton
class SettingsProducer {

  private final Settings settings;

  @Inject
  SettingsProducer(Config config) {
    settings = Settings.read(property -> config.getOptionalValue(property, String.class));
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
  DemoSettings demo() {
    return settings.demo();
  }

  @Produces
  @Dependent
  ThreadSettings threads() {
    return settings.threads();
  }
}
