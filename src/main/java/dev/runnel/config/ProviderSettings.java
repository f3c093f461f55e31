package dev.runnel.config;

import java.util.List;

/**
 * The providers that are configured.
 *
 * @param coze the Coze bots
 * @param openAi the models of Ark and of OpenAI-compatible services
 * @param timeouts how long each of them may take
 */
public record ProviderSettings(
    List<CozeSettings> coze, List<OpenAiSettings> openAi, TimeoutSettings timeouts) {

  public ProviderSettings {
    coze = List.copyOf(coze);
    openAi = List.copyOf(openAi);
  }
}
