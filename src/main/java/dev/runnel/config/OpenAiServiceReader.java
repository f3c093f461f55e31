package dev.runnel.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which services there are that speak as OpenAI does: Volcengine Ark, and any other. */
final class OpenAiServiceReader {

  private static final String ARK_BASE = "https://ark.cn-beijing.volces.com/api/v3";
  private static final String ARK_MODEL = "doubao-1-5-pro-32k-250115";
  private static final String OPENAI_BASE = "https://api.openai.com/v1";

  private final SettingSource source;
  private final Set<String> trustedHosts;

  OpenAiServiceReader(SettingSource source, Set<String> trustedHosts) {
    this.source = source;
    this.trustedHosts = trustedHosts;
  }

  /** Ark by {@code ARK_API_KEY}, if it is configured. */
  Optional<OpenAiSettings> ark() {
    Optional<Secret> key = source.secret("ark.api-key");
    if (key.isEmpty()) {
      for (String other : List.of("ark.base-url", "ark.model")) {
        if (source.text(other).isPresent()) {
          throw SettingSource.missing(
              "ark.api-key", SettingSource.env(other) + " is set and needs it");
        }
      }
      return Optional.empty();
    }
    URI base = url("ark.base-url", ARK_BASE);
    String model = source.text("ark.model", ARK_MODEL);
    return Optional.of(new OpenAiSettings("ark", "ark", base, key.get(), model));
  }

  /** The service of {@code OPENAI_API_KEY} or {@code OPENAI_BASE_URL}, if it is configured. */
  Optional<OpenAiSettings> openAi() {
    Optional<Secret> key = source.secret("openai.api-key");
    if (key.isEmpty() && source.text("openai.base-url").isEmpty()) {
      if (source.text("openai.model").isPresent()) {
        throw SettingSource.missing(
            "openai.api-key", "OPENAI_MODEL is set and needs it, or OPENAI_BASE_URL");
      }
      return Optional.empty();
    }
    URI base = url("openai.base-url", OPENAI_BASE);
    String model = model("openai.model", "OPENAI_API_KEY or OPENAI_BASE_URL is set and needs it");
    return Optional.of(new OpenAiSettings("openai", "openai", base, key.orElse(null), model));
  }

  /** A model of Ark that {@code RUNNEL_MODELS} names. */
  OpenAiSettings furtherArk(String id) {
    return further(id, "ark", ARK_BASE);
  }

  /** One of another service. */
  OpenAiSettings furtherOpenAi(String id) {
    return further(id, "openai", OPENAI_BASE);
  }

  private OpenAiSettings further(String id, String provider, String defaultBase) {
    String prefix = ProvidersReader.furtherModel(id);
    Optional<Secret> key = source.secret(prefix + "api-key");
    Optional<String> written = source.text(prefix + "base-url");
    // A service of one's own may need no key: its URL is then what is set.
    if (key.isEmpty() && (provider.equals("ark") || written.isEmpty())) {
      throw SettingSource.missing(prefix + "api-key", "the service needs its key");
    }
    URI base = url(prefix + "base-url", defaultBase);
    String model = model(prefix + "model", "it names the provider's model");
    return new OpenAiSettings(id, provider, base, key.orElse(null), model);
  }

  private URI url(String property, String otherwise) {
    return ProviderUrl.parse(property, source.text(property, otherwise), trustedHosts);
  }

  private String model(String property, String why) {
    return source.text(property).orElseThrow(() -> SettingSource.missing(property, why));
  }
}
