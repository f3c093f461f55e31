package dev.runnel.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * All settings, read and checked together.
 *
 * @param providers the providers that are configured
 * @param defaultModels the models that answer when a request names none
 * @param access who may call
 * @param completions how many completions there may be, and how long they are kept
 * @param streams how streams to clients are kept
 * @param demo the demo model
 * @param metrics who may read the metrics
 * @param threads what the application runs on
 */
record Settings(
    ProviderSettings providers,
    DefaultModels defaultModels,
    AccessSettings access,
    CompletionSettings completions,
    StreamSettings streams,
    DemoSettings demo,
    MetricsSettings metrics,
    ThreadSettings threads) {

  private static final Pattern MODEL_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:\\d{1,5})?");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern JNDI_NAME =
      Pattern.compile("(java:)?[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
  private static final Set<String> OWN_IDS = Set.of("coze", "ark", "openai", "demo");

  private static final long LEAST_LOG_BYTES = 1L << 20;
  private static final long MOST_DEFAULT_LOG_BYTES = 256L << 20;

  private static final String COZE_BASE = "https://api.coze.cn";
  private static final String ARK_BASE = "https://ark.cn-beijing.volces.com/api/v3";
  private static final String ARK_MODEL = "doubao-1-5-pro-32k-250115";
  private static final String OPENAI_BASE = "https://api.openai.com/v1";

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
    List<CozeSettings> coze = new ArrayList<>();
    List<OpenAiSettings> openAi = new ArrayList<>();
    readCoze(source, trusted, coze);
    readArk(source, trusted, openAi);
    readOpenAi(source, trusted, openAi);
    for (String name : source.list("runnel.models")) {
      readFurther(name, source, trusted, coze, openAi);
    }
    ProviderSettings providers = new ProviderSettings(coze, openAi, timeouts(source));
    return new Settings(
        providers,
        defaultModels(source, providers),
        access(source),
        completions(source),
        streams(source),
        new DemoSettings(
            source.duration(
                "runnel.demo.pace", Duration.ZERO, Duration.ofMillis(30), Duration.ofSeconds(10))),
        metrics(source),
        threads(source));
  }

  private static ThreadSettings threads(SettingSource source) {
    Optional<String> executor = source.text(ThreadSettings.EXECUTOR);
    if (executor.isPresent() && !JNDI_NAME.matcher(executor.get()).matches()) {
      throw SettingSource.invalid(ThreadSettings.EXECUTOR, executor.get(), ThreadSettings.ALLOWED);
    }
    return new ThreadSettings(executor.orElse(null));
  }

  private static void readCoze(SettingSource source, Set<String> trusted, List<CozeSettings> coze) {
    Optional<CozeAuth> auth =
        new CozeAuthReader(source, "coze.api-token", "coze.jwt-oauth.").read();
    Optional<String> bot = source.text("coze.bot-id");
    if (auth.isEmpty() && bot.isEmpty() && source.text("coze.api-base").isEmpty()) {
      return;
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
    URI base = ProviderUrl.parse("coze.api-base", source.text("coze.api-base", COZE_BASE), trusted);
    coze.add(new CozeSettings("coze", base, auth.get(), bot.get()));
  }

  private static void readArk(
      SettingSource source, Set<String> trusted, List<OpenAiSettings> openAi) {
    Optional<Secret> key = source.secret("ark.api-key");
    if (key.isEmpty()) {
      for (String other : List.of("ark.base-url", "ark.model")) {
        if (source.text(other).isPresent()) {
          throw SettingSource.missing(
              "ark.api-key", SettingSource.env(other) + " is set and needs it");
        }
      }
      return;
    }
    URI base = ProviderUrl.parse("ark.base-url", source.text("ark.base-url", ARK_BASE), trusted);
    String model = source.text("ark.model", ARK_MODEL);
    openAi.add(new OpenAiSettings("ark", "ark", base, key.get(), model));
  }

  private static void readOpenAi(
      SettingSource source, Set<String> trusted, List<OpenAiSettings> openAi) {
    Optional<Secret> key = source.secret("openai.api-key");
    Optional<String> url = source.text("openai.base-url");
    if (key.isEmpty() && url.isEmpty()) {
      if (source.text("openai.model").isPresent()) {
        throw SettingSource.missing(
            "openai.api-key", "OPENAI_MODEL is set and needs it, or OPENAI_BASE_URL");
      }
      return;
    }
    URI base =
        ProviderUrl.parse(
            "openai.base-url",
            url.orElseGet(() -> source.otherwise("openai.base-url", OPENAI_BASE)),
            trusted);
    String model =
        source
            .text("openai.model")
            .orElseThrow(
                () ->
                    SettingSource.missing(
                        "openai.model", "OPENAI_API_KEY or OPENAI_BASE_URL is set and needs it"));
    openAi.add(new OpenAiSettings("openai", "openai", base, key.orElse(null), model));
  }

  /** What the properties of a model begin with that {@code runnel.models} names. */
  static String furtherModel(String name) {
    return "runnel.model." + name + ".";
  }

  private static void readFurther(
      String name,
      SettingSource source,
      Set<String> trusted,
      List<CozeSettings> coze,
      List<OpenAiSettings> openAi) {
    if (!MODEL_NAME.matcher(name).matches() || OWN_IDS.contains(name)) {
      throw SettingSource.invalid(
          "runnel.models",
          name,
          "a name has 1 to 32 of a-z, 0-9 and -, and is none of coze, ark, openai, demo");
    }
    String prefix = furtherModel(name);
    if (coze.stream().anyMatch(m -> m.id().equals(name))
        || openAi.stream().anyMatch(m -> m.id().equals(name))) {
      throw SettingSource.invalid("runnel.models", name, "each name stands there once");
    }
    String provider = source.text(prefix + "provider", "");
    String keyProperty = prefix + "api-key";
    Optional<Secret> key = source.secret(keyProperty);
    Optional<String> url = source.text(prefix + "base-url");
    switch (provider) {
      case "coze" ->
          coze.add(
              new CozeSettings(
                  name,
                  ProviderUrl.parse(
                      prefix + "base-url",
                      url.orElseGet(() -> source.otherwise(prefix + "base-url", COZE_BASE)),
                      trusted),
                  new CozeAuthReader(source, keyProperty, prefix + "jwt-oauth.")
                      .read()
                      .orElseThrow(
                          () ->
                              SettingSource.missing(
                                  keyProperty,
                                  "a Coze bot needs its token, or "
                                      + SettingSource.env(prefix + "jwt-oauth.client-id")
                                      + " and what belongs to it")),
                  source
                      .text(prefix + "bot-id")
                      .orElseThrow(
                          () ->
                              SettingSource.missing(prefix + "bot-id", "it names the Coze bot"))));
      case "ark", "openai" -> {
        boolean ark = provider.equals("ark");
        if (key.isEmpty() && (ark || url.isEmpty())) {
          throw SettingSource.missing(keyProperty, "the service needs its key");
        }
        URI base =
            ProviderUrl.parse(
                prefix + "base-url",
                url.orElseGet(
                    () -> source.otherwise(prefix + "base-url", ark ? ARK_BASE : OPENAI_BASE)),
                trusted);
        String model =
            source
                .text(prefix + "model")
                .orElseThrow(
                    () -> SettingSource.missing(prefix + "model", "it names the provider's model"));
        openAi.add(new OpenAiSettings(name, provider, base, key.orElse(null), model));
      }
      default ->
          throw SettingSource.invalid(
              prefix + "provider", provider, "allowed are coze, ark and openai");
    }
  }

  private static TimeoutSettings timeouts(SettingSource source) {
    Duration shortest = Duration.ofMillis(1);
    Duration longest = Duration.ofHours(1);
    return new TimeoutSettings(
        source.duration("runnel.timeout.connect", shortest, Duration.ofSeconds(5), longest),
        source.duration("runnel.timeout.first-byte", shortest, Duration.ofSeconds(30), longest),
        source.duration("runnel.timeout.idle", shortest, Duration.ofSeconds(60), longest),
        source.duration("runnel.timeout.total", shortest, Duration.ofMinutes(10), longest));
  }

  private static CompletionSettings completions(SettingSource source) {
    int maxStreams = source.number("runnel.max-streams", 1, 2_000, 1_000_000);
    return new CompletionSettings(
        maxStreams,
        source.number("runnel.max-streams-per-user", 1, 8, 1_000_000),
        source.duration(
            "runnel.resume-grace", Duration.ZERO, Duration.ofSeconds(10), Duration.ofHours(1)),
        source.duration(
            "runnel.retention", Duration.ZERO, Duration.ofMinutes(10), Duration.ofDays(1)),
        source.bytes(
            "runnel.log-bytes",
            LEAST_LOG_BYTES,
            defaultLogBytes(Runtime.getRuntime().maxMemory()),
            1L << 40));
  }

  /** What suits a heap: three eighths of it, 256 MiB at the most, in whole MiB. */
  static long defaultLogBytes(long heapBytes) {
    long share = heapBytes / 8 * 3 / LEAST_LOG_BYTES * LEAST_LOG_BYTES;
    return Math.max(LEAST_LOG_BYTES, Math.min(MOST_DEFAULT_LOG_BYTES, share));
  }

  private static StreamSettings streams(SettingSource source) {
    return new StreamSettings(
        source.duration(
            "runnel.heartbeat",
            Duration.ofMillis(100),
            // Payara notices only at the third write that a client has gone: within five seconds.
            Duration.ofMillis(1_250),
            // The pages take a line for dead that is silent for 30 seconds, proxies after 60.
            Duration.ofSeconds(20)),
        source.duration(
            "runnel.timeout.write",
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10)),
        source.duration(
            "runnel.drain", Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(5)));
  }

  private static DefaultModels defaultModels(SettingSource source, ProviderSettings providers) {
    Set<String> configured = new LinkedHashSet<>();
    providers.coze().forEach(model -> configured.add(model.id()));
    providers.openAi().forEach(model -> configured.add(model.id()));
    configured.add("demo");
    return new DefaultModels(
        defaultModel(source, "runnel.chat-model", configured, List.of("coze", "ark", "openai")),
        defaultModel(
            source, "runnel.structured-model", configured, List.of("ark", "openai", "coze")));
  }

  private static String defaultModel(
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

  private static AccessSettings access(SettingSource source) {
    String auth = source.text("runnel.auth", "loopback");
    if (!auth.equals("loopback") && !auth.equals("anonymous")) {
      throw SettingSource.invalid(
          "runnel.auth",
          auth,
          "allowed are loopback (callers on this machine) and anonymous (anyone who reaches the"
              + " port)");
    }
    Set<String> origins = new HashSet<>();
    boolean any = false;
    for (String written : source.list("runnel.cors-origins")) {
      String origin = written.toLowerCase(Locale.ROOT);
      if (origin.equals("*")) {
        any = true;
      } else if (ORIGIN.matcher(origin).matches()) {
        // A browser leaves the scheme's own port out.
        origins.add(origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2"));
      } else {
        throw SettingSource.invalid(
            "runnel.cors-origins",
            written,
            "allowed are * and origins such as https://portal.example, separated by commas");
      }
    }
    return new AccessSettings(
        AccessSettings.Auth.valueOf(auth.toUpperCase(Locale.ROOT)), origins, any, proxies(source));
  }

  private static MetricsSettings metrics(SettingSource source) {
    String access = source.text("runnel.metrics-access", "loopback");
    return switch (access) {
      case "loopback" -> new MetricsSettings(MetricsSettings.Access.LOOPBACK);
      case "anonymous" -> new MetricsSettings(MetricsSettings.Access.ANONYMOUS);
      default ->
          throw SettingSource.invalid(
              "runnel.metrics-access",
              access,
              "allowed are loopback (callers on this machine) and anonymous (all that RUNNEL_AUTH"
                  + " lets in)");
    };
  }

  private static Set<InetAddress> proxies(SettingSource source) {
    Set<InetAddress> proxies = new HashSet<>();
    for (String written : source.list("runnel.trusted-proxies")) {
      if (!ADDRESS.matcher(written).matches()) {
        throw noProxy(written);
      }
      try {
        // A literal: nothing is resolved.
        proxies.add(InetAddress.getByName(written));
      } catch (UnknownHostException e) {
        throw noProxy(written);
      }
    }
    return proxies;
  }

  private static InvalidSettingException noProxy(String written) {
    return SettingSource.invalid(
        "runnel.trusted-proxies",
        written,
        "allowed are addresses such as 10.0.0.7 or fd00::7, separated by commas");
  }
}
