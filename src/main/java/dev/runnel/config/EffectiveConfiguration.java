package dev.runnel.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings that were read, with the values that hold and where those come from, for
 * administrators. It holds no secret.
 *
 * @param settings ordered by their names
 */
public record EffectiveConfiguration(List<EffectiveSetting> settings) {

  public EffectiveConfiguration {
    settings = List.copyOf(settings);
  }

  /**
   * The key of a model.
   *
   * @param modelId the model's id in requests
   * @return empty for a model that has none, such as the demo model
   */
  public Optional<EffectiveSetting> keyOf(String modelId) {
    String prefix = ProvidersReader.furtherModel(modelId);
    List<String> properties =
        switch (modelId) {
          case "coze" -> anyOf("coze.jwt-oauth.", "coze.api-token");
          case "ark", "openai" -> List.of(modelId + ".api-key");
          default -> anyOf(prefix + "jwt-oauth.", prefix + "api-key");
        };
    List<EffectiveSetting> known =
        properties.stream().flatMap(property -> find(SettingSource.env(property))).toList();
    return known.stream()
        .filter(setting -> setting.origin() != null)
        .findFirst()
        .or(() -> known.stream().reduce((first, last) -> last));
  }

  private static List<String> anyOf(String jwt, String token) {
    return List.of(jwt + "private-key", jwt + "private-key-file-path", token);
  }

  private Stream<EffectiveSetting> find(String variable) {
    return settings.stream().filter(setting -> setting.variable().equals(variable));
  }
}
