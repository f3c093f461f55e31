package dev.runnel.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which models answer when a request names none. */
final class DefaultModelsReader {

  private DefaultModelsReader() {}

  static DefaultModels read(SettingSource source, ProviderSettings providers) {
    Set<String> configured = new LinkedHashSet<>();
    providers.coze().forEach(model -> configured.add(model.id()));
    providers.openAi().forEach(model -> configured.add(model.id()));
    configured.add("demo");
    return new DefaultModels(
        read(source, "runnel.chat-model", configured, List.of("coze", "ark", "openai")),
        read(source, "runnel.structured-model", configured, List.of("ark", "openai", "coze")));
  }

  private static String read(
      SettingSource source, String property, Set<String> configured, List<String> preferred) {
    Optional<String> named = source.text(property);
    if (named.isPresent() && !configured.contains(named.get())) {
      throw SettingSource.invalid(
          property, named.get(), "models configured here are " + String.join(", ", configured));
    }
    return named.orElseGet(
        () ->
            source.otherwise(
                property,
                preferred.stream().filter(configured::contains).findFirst().orElse("demo")));
  }
}
