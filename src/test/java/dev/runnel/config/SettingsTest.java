package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.runnel.standin.OAuthApp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String KEY = "sk-very-secret";
  private static final OAuthApp APP = OAuthApp.create();

  @Test
  void answersWithTheDemoModelWhenNothingIsSet() {
    Settings settings = read();
    assertThat(settings.defaultModels()).isEqualTo(new DefaultModels("demo", "demo"));
    assertThat(settings.providers().coze()).isEmpty();
    assertThat(settings.providers().openAi()).isEmpty();
    assertThat(settings.threads()).isEqualTo(new ThreadSettings(null));
    assertThat(settings.access().auth()).isEqualTo(AccessSettings.Auth.LOOPBACK);
    assertThat(settings.access().anyOrigin()).isFalse();
    assertThat(settings.demo().pace()).isEqualTo(Duration.ofMillis(30));
    assertThat(settings.streams())
        .isEqualTo(
            new StreamSettings(
                Duration.ofMillis(1_250), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    assertThat(settings.completions())
        .isEqualTo(
            new CompletionSettings(
                2_000,
                8,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                CompletionsReader.defaultLogBytes(Runtime.getRuntime().maxMemory())));
    assertThat(settings.providers().timeouts())
        .isEqualTo(
            new TimeoutSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "64, 24", "512, 192", "513, 192", "600, 225", "683, 256", "65536, 256"})
  void givesAnswersThreeEighthsOfTheHeapAndAQuarterOfAGibibyteAtTheMost(long heap, long logs) {
    assertThat(CompletionsReader.defaultLogBytes(heap << 20)).isEqualTo(logs << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "64 MiB, 67108864",
    "2GiB, 2147483648",
    "4096 KiB, 4194304",
    "1024 GiB, 1099511627776",
  })
  void readsAmountsOfMemory(String written, long bytes) {
    assertThat(read("runnel.log-bytes", written).completions().logBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "runnel.log-bytes, 1 MB",
    "runnel.log-bytes, 1048575",
    "runnel.log-bytes, 1025 GiB",
    "runnel.log-bytes, 999999999999999 GiB",
    "runnel.log-bytes, -1",
    "runnel.max-streams, 0",
    "runnel.max-streams, many",
    "runnel.max-streams-per-user, 99999999999",
    "runnel.resume-grace, -PT1S",
    "runnel.retention, 10m",
    "runnel.timeout.write, PT0S",
    "runnel.timeout.body, PT0.5S",
    "runnel.timeout.body, PT11M",
    "runnel.heartbeat, PT21S",
    "runnel.trusted-proxies, proxy.example",
    "runnel.trusted-proxies, 10.0.0.0/8",
    "runnel.trusted-proxies, 10.0.0.999",
    "runnel.metrics-access, everyone",
  })
  void refusesLimitsThatAreNone(String property, String written) {
    assertThatThrownBy(() -> read(property, written))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(SettingSource.env(property))
        .hasMessageContaining(written)
        .hasMessageContaining("allowed are");
  }

  @Test
  void givesABodyTwentySecondsUnlessToldOtherwise() {
    assertThat(read().bodies().limit()).isEqualTo(Duration.ofSeconds(20));
    assertThat(read("runnel.timeout.body", "PT4S").bodies().limit())
        .isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"concurrent/runnel-workers", "java:jboss/ee/concurrency/executor/runnel"})
  void takesTheNameOfAnExecutorOfTheServer(String name) {
    assertThat(read("runnel.executor", name).threads()).isEqualTo(new ThreadSettings(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ldap://elsewhere/a", "rmi:elsewhere", "concurrent//a", "/concurrent", "a b"})
  void refusesAnExecutorThatCannotBeOne(String name) {
    assertThatThrownBy(() -> read("runnel.executor", name))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll("RUNNEL_EXECUTOR", name, "allowed is the JNDI name");
  }

  @Test
  void keepsTheMetricsForThisMachineUnlessToldOtherwise() {
    assertThat(read().metrics().access()).isEqualTo(MetricsSettings.Access.LOOPBACK);
    assertThat(read("runnel.metrics-access", "anonymous").metrics().access())
        .isEqualTo(MetricsSettings.Access.ANONYMOUS);
  }

  @Test
  void takesAGraceAndARetentionOfNothing() {
    CompletionSettings none =
        read("runnel.resume-grace", "PT0S", "runnel.retention", "PT0S").completions();
    assertThat(none.resumeGrace()).isZero();
    assertThat(none.retention()).isZero();
  }

  @Test
  void prefersCozeForChatAndArkForStructure() {
    Settings settings =
        read(
            "coze.api-token",
            KEY,
            "coze.bot-id",
            "7",
            "ark.api-key",
            KEY,
            "openai.base-url",
            "http://localhost:8000/v1/",
            "openai.model",
            "local");
    assertThat(settings.defaultModels()).isEqualTo(new DefaultModels("coze", "ark"));
    assertThat(settings.providers().coze())
        .containsExactly(
            new CozeSettings(
                "coze",
                URI.create("https://api.coze.cn"),
                new CozeAuth.Token(new Secret(KEY)),
                "7"));
    assertThat(settings.providers().openAi())
        .containsExactly(
            new OpenAiSettings(
                "ark",
                "ark",
                URI.create("https://ark.cn-beijing.volces.com/api/v3"),
                new Secret(KEY),
                "doubao-1-5-pro-32k-250115"),
            new OpenAiSettings(
                "openai", "openai", URI.create("http://localhost:8000/v1"), null, "local"));
  }

  @Test
  void readsFurtherModels() {
    Settings settings =
        read(
            "runnel.models", "fast, bot",
            "runnel.model.fast.provider", "openai",
            "runnel.model.fast.base-url", "https://models.example/v1",
            "runnel.model.fast.api-key", KEY,
            "runnel.model.fast.model", "small",
            "runnel.model.bot.provider", "coze",
            "runnel.model.bot.api-key", KEY,
            "runnel.model.bot.bot-id", "9",
            "runnel.chat-model", "fast");
    assertThat(settings.providers().openAi())
        .extracting(OpenAiSettings::id)
        .containsExactly("fast");
    assertThat(settings.providers().coze()).extracting(CozeSettings::id).containsExactly("bot");
    assertThat(settings.defaultModels()).isEqualTo(new DefaultModels("fast", "demo"));
  }

  @Test
  void takesAnEmptyValueAsNotSet() {
    assertThat(read("ark.api-key", "  ", "runnel.timeout.idle", "").defaultModels().chat())
        .isEqualTo("demo");
  }

  @ParameterizedTest
  @CsvSource({
    "coze.api-token, COZE_BOT_ID is not set",
    "coze.bot-id, COZE_API_TOKEN is not set",
    "openai.api-key, OPENAI_MODEL is not set",
    "ark.model, ARK_API_KEY is not set",
    "openai.model, OPENAI_API_KEY is not set",
  })
  void namesWhatAHalfConfiguredProviderLacks(String property, String message) {
    assertThatThrownBy(() -> read(property, KEY))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runnel.auth | jwt | RUNNEL_AUTH is 'jwt': allowed are loopback",
        "runnel.chat-model | ark | RUNNEL_CHAT_MODEL is 'ark': models configured here are demo",
        "runnel.timeout.idle | 60 | RUNNEL_TIMEOUT_IDLE is '60': allowed are ISO-8601 durations",
        "runnel.timeout.total | PT0S | RUNNEL_TIMEOUT_TOTAL is 'PT0S': allowed",
        "runnel.heartbeat | PT0S | RUNNEL_HEARTBEAT is 'PT0S': allowed",
        "runnel.drain | PT6M | RUNNEL_DRAIN is 'PT6M': allowed are ISO-8601 durations from PT0S to PT5M",
        "runnel.demo.pace | -PT1S | RUNNEL_DEMO_PACE is '-PT1S': allowed",
        "runnel.cors-origins | portal.example | RUNNEL_CORS_ORIGINS is 'portal.example': allowed",
        "runnel.cors-origins | https://a:b:c | RUNNEL_CORS_ORIGINS is 'https://a:b:c': allowed",
        "runnel.cors-origins | http://[x | RUNNEL_CORS_ORIGINS is 'http://[x': allowed",
        "runnel.cors-origins | https://a.example/x | RUNNEL_CORS_ORIGINS is 'https://a.example/x': allowed",
        "runnel.frame-ancestors | portal.example | RUNNEL_FRAME_ANCESTORS is 'portal.example': allowed are origins such as https://portal.example",
        "runnel.frame-ancestors | * | RUNNEL_FRAME_ANCESTORS is '*': allowed",
        "runnel.frame-ancestors | https://*.example | RUNNEL_FRAME_ANCESTORS is 'https://*.example': allowed",
        "runnel.frame-ancestors | https://a.example/x | RUNNEL_FRAME_ANCESTORS is 'https://a.example/x': allowed",
        "runnel.frame-ancestors | https://a.example; | RUNNEL_FRAME_ANCESTORS is 'https://a.example;': allowed",
        "runnel.frame-ancestors | self | RUNNEL_FRAME_ANCESTORS is 'self': allowed",
        "runnel.frame-ancestors | http://[::1]:3000 | RUNNEL_FRAME_ANCESTORS is 'http://[::1]:3000': allowed",
        "runnel.frame-ancestors | http://a_b.example | RUNNEL_FRAME_ANCESTORS is 'http://a_b.example': allowed",
        "runnel.trusted-hosts | *:-) | RUNNEL_TRUSTED_HOSTS is '*:-)': allowed are host names",
        "runnel.trusted-hosts | http://inside:8000 | RUNNEL_TRUSTED_HOSTS is 'http://inside:8000': allowed",
        "runnel.models | Fast! | RUNNEL_MODELS is 'Fast!': a name has",
        "runnel.models | demo | RUNNEL_MODELS is 'demo'",
        "runnel.models | fast | RUNNEL_MODEL_FAST_PROVIDER is '': allowed are coze, ark and openai",
      })
  void namesAWrongSettingItsValueAndWhatIsAllowed(String property, String value, String message) {
    assertThatThrownBy(() -> read(property, value))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v1",
        "http://localhost:9901",
        "http://127.0.0.1:9901/v1",
        "http://127.5.6.7",
        "http://[::1]:8080/v1",
        "http://models.inside.example:8000/v1",
        "https://10.1.2.3/v1",
      })
  void takesProvidersOverHttpsOnLoopbackAndOnTrustedHosts(String url) {
    assertThat(ark(url).providers().openAi().get(0).base()).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com/v1",
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "http://[::ffff:127.0.0.1]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://192.168.1.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[00:0:0:0:0:ffff:a9fe:a9fe]/",
        "https://[0000::1]/",
        "https://[fec0::1]/",
        "https://[0064:ff9b::a9fe:a9fe]/",
        "https://[2002:a9fe:a9fe::]/",
        "https://010.1.2.3/",
        "https://172.016.0.1/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://127.0.0.1./",
        "https://api.example.com:99999/",
        "https://api.example.com:0/",
        "htps://user:password@api.example.com/",
        "https://user:pass word@api.example.com/",
        "https://api.example.com@evil.test/",
        "https://user:password@api.example.com/",
        "https://api.example.com/v1?key=1",
        "file:///etc/passwd",
        "api.example.com",
        "not a url",
      })
  void refusesProvidersAnywhereElse(String url) {
    assertThatThrownBy(() -> ark(url))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("ARK_BASE_URL ")
        .hasMessageNotContaining("password")
        .hasMessageNotContaining("pass word")
        .hasMessageNotContaining("key=1");
  }

  @Test
  void takesAnOriginWithItsDefaultPortAsTheBrowserWritesIt() {
    assertThat(
            read("runnel.cors-origins", "https://A.example:443, http://b.example:80,http://c:81")
                .access()
                .corsOrigins())
        .containsExactlyInAnyOrder("https://a.example", "http://b.example", "http://c:81");
  }

  @Test
  void takesOriginsThatMayFrameItSeparatedByCommasOrBlanks() {
    assertThat(
            read(
                    "runnel.frame-ancestors",
                    "https://A.example:443, http://b.example:8080 http://b.example:8080,https://10.0.0.7")
                .frames()
                .ancestors())
        .containsExactly("https://a.example", "http://b.example:8080", "https://10.0.0.7");
    assertThat(read().frames().ancestors()).as("unless it is said").isEmpty();
  }

  @Test
  void takesFiftyOriginsThatMayFrameItAndNoMore() {
    String fifty =
        IntStream.range(0, 50)
            .mapToObj(i -> "https://p" + i + ".example")
            .collect(Collectors.joining(","));
    assertThat(read("runnel.frame-ancestors", fifty).frames().ancestors()).hasSize(50);
    assertThatThrownBy(() -> read("runnel.frame-ancestors", fifty + ",https://one.more"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("RUNNEL_FRAME_ANCESTORS is '51 origins': allowed are at most 50.");
  }

  @Test
  void refusesAKeyThatNoHeaderCanCarryWithoutRepeatingIt() {
    assertThatThrownBy(() -> read("ark.api-key", "sk\u201csecret"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ARK_API_KEY")
        .hasMessageNotContaining("secret");
  }

  @Test
  void readsJwtOAuthOfCozeAndOfFurtherBots(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("private_key.pem"), APP.pem());
    Settings settings =
        read(
            "coze.bot-id", "7",
            "coze.jwt-oauth.client-id", "app-1",
            "coze.jwt-oauth.public-key-id", "kid-1",
            "coze.jwt-oauth.private-key", APP.pem().replace("\n", "\\n"),
            "runnel.models", "bot",
            "runnel.model.bot.provider", "coze",
            "runnel.model.bot.bot-id", "9",
            "runnel.model.bot.jwt-oauth.client-id", "app-2",
            "runnel.model.bot.jwt-oauth.public-key-id", "kid-2",
            "runnel.model.bot.jwt-oauth.private-key-file-path", file.toString());
    SigningKey key = SigningKey.parse(APP.pem());
    assertThat(settings.providers().coze())
        .extracting(CozeSettings::id, CozeSettings::auth)
        .containsExactly(
            tuple("coze", new CozeAuth.JwtOAuth("app-1", "kid-1", key)),
            tuple("bot", new CozeAuth.JwtOAuth("app-2", "kid-2", key)));
    assertThat(settings.defaultModels().chat()).isEqualTo("coze");
    assertThat(settings.toString()).doesNotContain(APP.pieceOfKey()).contains("***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client-id public-key-id private-key | coze.bot-id | COZE_BOT_ID is not set: COZE_JWT_OAUTH_CLIENT_ID is set",
        "public-key-id private-key | | COZE_JWT_OAUTH_CLIENT_ID is not set: COZE_JWT_OAUTH_PUBLIC_KEY_ID is set and needs it",
        "client-id private-key | | COZE_JWT_OAUTH_PUBLIC_KEY_ID is not set: COZE_JWT_OAUTH_CLIENT_ID is set and needs it",
        "client-id public-key-id | | COZE_JWT_OAUTH_PRIVATE_KEY is not set: COZE_JWT_OAUTH_CLIENT_ID is set and needs it, or COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH",
        "private-key | | COZE_JWT_OAUTH_CLIENT_ID is not set: COZE_JWT_OAUTH_PRIVATE_KEY is set",
        "private-key-file-path | | COZE_JWT_OAUTH_CLIENT_ID is not set: COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH",
        "client-id public-key-id private-key private-key-file-path | | COZE_JWT_OAUTH_PRIVATE_KEY and COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH are both set: allowed is",
      })
  void namesWhatIsWrongWithAnIncompleteJwtOAuth(
      String set, @Nullable String withoutBot, String message) {
    Map<String, String> values = new HashMap<>();
    for (String name : set.split(" ", -1)) {
      values.put(
          "coze.jwt-oauth." + name, name.equals("private-key") ? APP.pem() : "/run/key-or-id");
    }
    if (withoutBot == null) {
      values.put("coze.bot-id", "7");
    }
    assertThatThrownBy(() -> Settings.read(name -> Optional.ofNullable(values.get(name))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining(APP.pieceOfKey());
  }

  @Test
  void refusesATokenTogetherWithJwtOAuth() {
    assertThatThrownBy(
            () ->
                read(
                    "coze.bot-id",
                    "7",
                    "coze.api-token",
                    KEY,
                    "coze.jwt-oauth.public-key-id",
                    "kid-1"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "COZE_API_TOKEN and COZE_JWT_OAUTH_PUBLIC_KEY_ID are both set: allowed is a token, or"
                + " JWT OAuth, not both.");
    assertThatThrownBy(
            () ->
                read(
                    "runnel.models", "bot",
                    "runnel.model.bot.provider", "coze",
                    "runnel.model.bot.bot-id", "9",
                    "runnel.model.bot.api-key", KEY,
                    "runnel.model.bot.jwt-oauth.client-id", "app-2"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "RUNNEL_MODEL_BOT_API_KEY and RUNNEL_MODEL_BOT_JWT_OAUTH_CLIENT_ID are both set");
  }

  @Test
  void namesAKeyThatCannotBeUsedWithoutRepeatingIt() {
    String broken =
        APP.pem()
            .replace("BEGIN PRIVATE", "BEGIN RSA PRIVATE")
            .replace("END PRIVATE", "END RSA PRIVATE");
    assertThatThrownBy(() -> jwt("private-key", broken))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "COZE_JWT_OAUTH_PRIVATE_KEY holds a key that cannot be used: it is PKCS#1")
        .hasMessageContaining("allowed is an RSA key of 2048 to 16384 bits as PKCS#8 in PEM")
        .hasMessageNotContaining(APP.pieceOfKey())
        .hasNoCause();
  }

  @Test
  void namesAKeyFileThatCannotBeRead(@TempDir Path folder) throws IOException {
    Path absent = folder.resolve("absent.pem");
    Path text = Files.writeString(folder.resolve("text.pem"), "no key");
    Path longest =
        Files.writeString(
            folder.resolve("longest.pem"),
            APP.pem() + " ".repeat(CozeAuthReader.MAX_KEY_FILE_BYTES - APP.pem().length()));
    Path tooLong = Files.writeString(folder.resolve("long.pem"), Files.readString(longest) + " ");

    assertThat(jwt("private-key-file-path", longest.toString()).providers().coze()).hasSize(1);
    assertUnreadable(
        absent.toString(), " is '" + absent + "': the server sees no file there; allowed");
    assertUnreadable(
        folder.toString(), " is '" + folder + "': the server sees no file there; allowed");
    assertUnreadable("/dev/zero", " is '/dev/zero': the server sees no file there; allowed");
    assertUnreadable("a\0b", " is 'a\0b': it is no path; allowed");
    assertUnreadable(
        tooLong.toString(), " is '" + tooLong + "': it is longer than 65536 bytes; allowed");
    assertUnreadable(
        text.toString(), " holds a key that cannot be used: it is not PEM; allowed is an RSA key");
  }

  @Test
  void doesNotRepeatAKeyThatStandsInThePlaceOfItsPath() {
    String body = APP.pem().replaceAll("-----.*-----|\n", "");
    for (String misplaced : List.of(APP.pem(), body, "-----BEGIN")) {
      assertThatThrownBy(() -> jwt("private-key-file-path", misplaced))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessage(
              "COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH holds no path; allowed is the path of a file"
                  + " that the server can read.")
          .hasNoCause();
    }
  }

  private static void assertUnreadable(String path, String message) {
    assertThatThrownBy(() -> jwt("private-key-file-path", path))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("COZE_JWT_OAUTH_PRIVATE_KEY_FILE_PATH" + message);
  }

  private static Settings jwt(String keyName, String value) {
    return read(
        "coze.bot-id",
        "7",
        "coze.jwt-oauth.client-id",
        "app-1",
        "coze.jwt-oauth.public-key-id",
        "kid-1",
        "coze.jwt-oauth." + keyName,
        value);
  }

  @Test
  void hidesSecretsInEveryText() {
    Settings settings = read("ark.api-key", KEY, "coze.api-token", KEY, "coze.bot-id", "7");
    assertThat(settings.toString()).doesNotContain(KEY).contains("***");
  }

  private static Settings ark(String url) {
    return read(
        "ark.api-key",
        KEY,
        "ark.base-url",
        url,
        "runnel.trusted-hosts",
        "models.inside.example, 10.1.2.3");
  }

  private static Settings read(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.read(name -> Optional.ofNullable(values.get(name)));
  }
}
