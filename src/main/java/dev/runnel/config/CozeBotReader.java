package dev.runnel.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Reads which Coze bots there are. */
final class CozeBotReader {

  private static final String BASE = "https://api.coze.cn";

  private final SettingSource source;
  private final Set<String> trustedHosts;

  CozeBotReader(SettingSource source, Set<String> trustedHosts) {
    this.source = source;
    this.trustedHosts = trustedHosts;
  }

  /** The bot of {@code COZE_BOT_ID}, if it is configured. */
  Optional<CozeSettings> own() {
    Optional<CozeAuth> auth =
        new CozeAuthReader(source, "coze.api-token", "coze.jwt-oauth.").read();
    Optional<String> bot = source.text("coze.bot-id");
    if (auth.isEmpty() && bot.isEmpty() && source.text("coze.api-base").isEmpty()) {
      return Optional.empty();
    }
    if (auth.isEmpty()) {
      throw SettingSource.missing(
          "coze.api-token",
          "COZE_BOT_ID or COZE_API_BASE is set and needs it, or COZE_JWT_OAUTH_CLIENT_ID and what"
              + " belongs to it");
    }
    if (bot.isEmpty()) {
      throw SettingSource.missing(
          "coze.bot-id",
          SettingSource.env(
                  source.isSet("coze.api-token") ? "coze.api-token" : "coze.jwt-oauth.client-id")
              + " is set and needs the bot to talk to");
    }
    return Optional.of(new CozeSettings("coze", url("coze.api-base"), auth.get(), bot.get()));
  }

  /** A bot that {@code RUNNEL_MODELS} names. */
  CozeSettings further(String id) {
    String prefix = ProvidersReader.furtherModel(id);
    URI base = url(prefix + "base-url");
    CozeAuth auth =
        new CozeAuthReader(source, prefix + "api-key", prefix + "jwt-oauth.")
            .read()
            .orElseThrow(
                () ->
                    SettingSource.missing(
                        prefix + "api-key",
                        "a Coze bot needs its token, or "
                            + SettingSource.env(prefix + "jwt-oauth.client-id")
                            + " and what belongs to it"));
    String bot =
        source
            .text(prefix + "bot-id")
            .orElseThrow(() -> SettingSource.missing(prefix + "bot-id", "it names the Coze bot"));
    return new CozeSettings(id, base, auth, bot);
  }

  private URI url(String property) {
    return ProviderUrl.parse(property, source.text(property, BASE), trustedHosts);
  }
}
