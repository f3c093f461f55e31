package dev.runnel.config;

import java.util.List;
import java.util.Optional;

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
    String property =
        switch (modelId) {
          case "coze" -> "coze.api-token";
          case "ark", "openai" -> modelId + ".api-key";
          default -> Settings.furtherModel(modelId) + "api-key";
        };
    String variable = SettingSource.env(property);
    return settings.stream().filter(setting -> setting.variable().equals(variable)).findFirst();
  }
}
