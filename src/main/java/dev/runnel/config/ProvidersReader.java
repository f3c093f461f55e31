package dev.runnel.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads which providers there are: those with settings of their own names, and the further models
 * that {@code RUNNEL_MODELS} names.
 */
final class ProvidersReader {

  private static final Pattern MODEL_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
  private static final Set<String> OWN_IDS = Set.of("coze", "ark", "openai", "demo");

  private final SettingSource source;
  private final CozeBotReader cozeBots;
  private final OpenAiServiceReader openAiServices;
  private final List<CozeSettings> coze = new ArrayList<>();
  private final List<OpenAiSettings> openAi = new ArrayList<>();

  private ProvidersReader(SettingSource source) {
    this.source = source;
    Set<String> trusted = trustedHosts(source);
    this.cozeBots = new CozeBotReader(source, trusted);
    this.openAiServices = new OpenAiServiceReader(source, trusted);
  }

  /**
   * What is configured, and how long it may take.
   *
   * @throws InvalidSettingException at the first setting that cannot be used
   */
  static ProviderSettings read(SettingSource source) {
    return new ProvidersReader(source).read();
  }

  /** What the properties of a model begin with that {@code runnel.models} names. */
  static String furtherModel(String name) {
    return "runnel.model." + name + ".";
  }

  private ProviderSettings read() {
    cozeBots.own().ifPresent(coze::add);
    openAiServices.ark().ifPresent(openAi::add);
    openAiServices.openAi().ifPresent(openAi::add);
    source.list("runnel.models").forEach(this::readFurther);
    return new ProviderSettings(coze, openAi, TimeoutsReader.read(source));
  }

  private void readFurther(String name) {
    if (!MODEL_NAME.matcher(name).matches() || OWN_IDS.contains(name)) {
      throw SettingSource.invalid(
          "runnel.models",
          name,
          "a name has 1 to 32 of a-z, 0-9 and -, and is none of coze, ark, openai, demo");
    }
    if (Stream.concat(coze.stream().map(CozeSettings::id), openAi.stream().map(OpenAiSettings::id))
        .anyMatch(name::equals)) {
      throw SettingSource.invalid("runnel.models", name, "each name stands there once");
    }
    String property = furtherModel(name) + "provider";
    String provider = source.text(property, "");
    switch (provider) {
      case "coze" -> coze.add(cozeBots.further(name));
      case "ark" -> openAi.add(openAiServices.furtherArk(name));
      case "openai" -> openAi.add(openAiServices.furtherOpenAi(name));
      default ->
          throw SettingSource.invalid(property, provider, "allowed are coze, ark and openai");
    }
  }

  private static Set<String> trustedHosts(SettingSource source) {
    Set<String> trusted = new HashSet<>();
    for (String host : source.list("runnel.trusted-hosts")) {
      if (!HOST.matcher(host).matches()) {
        throw SettingSource.invalid(
            "runnel.trusted-hosts",
            host,
            "allowed are host names and addresses without scheme and port, separated by commas");
      }
      trusted.add(host.toLowerCase(Locale.ROOT));
    }
    return trusted;
  }
}
