package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.config.EffectiveSetting.Origin;
import dev.runnel.standin.OAuthApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveConfigurationTest {

  private static final String KEY = "sk-very-secret";
  private static final Origin FILE = new Origin("a file", 100);

  /** A row of the README's table of settings: its names and its defaults. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]*`) \\| ([^|]*) \\|");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final TreeSet<String> asked = new TreeSet<>();
  private final Map<String, String> written = new LinkedHashMap<>();

  @Test
  void reportsEverySettingThatIsReadAndNoOther() {
    configureEverything();
    assertThat(report().keySet())
        .isEqualTo(new TreeSet<>(asked.stream().map(SettingSource::env).toList()));
    assertThat(asked).hasSizeGreaterThan(30);
  }

  @Test
  void reportsTheSameSettingsWhetherProvidersAreConfiguredOrNot() {
    var none = report().keySet();
    configureEverything();
    assertThat(report().keySet())
        .containsAll(none)
        .filteredOn(variable -> !variable.startsWith("RUNNEL_MODEL_"))
        .hasSameSizeAs(none);
  }

  @Test
  void reportsEverySettingOfTheReadmeWithTheDefaultThatStandsThere() throws IOException {
    Map<String, EffectiveSetting> report = report();
    Map<String, String> documented = readme();
    assertThat(report.keySet()).isEqualTo(documented.keySet());
    documented.forEach(
        (variable, standsThere) -> {
          String value = find(report, variable).value();
          // That one depends on the heap.
          if (value != null && !variable.equals("RUNNEL_LOG_BYTES")) {
            assertThat(standsThere).as(variable).contains("`" + value + "`");
          }
        });
  }

  @Test
  void tellsOfNoSecretMoreThanWhetherItIsSet() {
    configureEverything();
    Map<String, EffectiveSetting> report = report();
    assertThat(report.toString()).doesNotContain(KEY);
    assertThat(report.values())
        .filteredOn(EffectiveSetting::secret)
        .extracting(EffectiveSetting::variable)
        .containsExactlyInAnyOrder(
            "ARK_API_KEY",
            "COZE_API_TOKEN",
            "COZE_JWT_OAUTH_PRIVATE_KEY",
            "OPENAI_API_KEY",
            "RUNNEL_MODEL_BOT_API_KEY",
            "RUNNEL_MODEL_BOT_JWT_OAUTH_PRIVATE_KEY",
            "RUNNEL_MODEL_FAST_API_KEY");
    assertThat(report.get("ARK_API_KEY"))
        .isEqualTo(new EffectiveSetting("ARK_API_KEY", true, null, FILE));
    assertThatThrownBy(() -> new EffectiveSetting("ARK_API_KEY", true, KEY, FILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(KEY);
  }

  @Test
  void tellsOfTheKeyOfACozeAppNoMoreThanThatItIsSet() {
    String pem = OAuthApp.create().pem();
    written.put("coze.jwt-oauth.client-id", "app");
    written.put("coze.jwt-oauth.public-key-id", "kid");
    written.put("coze.jwt-oauth.private-key", pem);
    written.put("coze.bot-id", "bot");
    Map<String, EffectiveSetting> report = report();
    assertThat(report.get("COZE_JWT_OAUTH_PRIVATE_KEY"))
        .isEqualTo(new EffectiveSetting("COZE_JWT_OAUTH_PRIVATE_KEY", true, null, FILE));
    assertThat(report.toString()).doesNotContain(pem.lines().toList().get(1));
  }

  @Test
  void keepsASecretSecretThatIsAlsoReadAsText() {
    SettingSource source = new SettingSource(property -> Optional.of(KEY));
    for (int order = 0; order < 2; order++) {
      assertThat(source.secret("some.key")).contains(new Secret(KEY));
      assertThat(source.text("some.key")).contains(KEY);
    }
    assertThat(source.read().report(property -> Optional.of(FILE)).settings())
        .containsExactly(new EffectiveSetting("SOME_KEY", true, null, FILE));
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pass@word@host/path, https://host/path",
    "redis://:p/a?s@s@host:6379, redis://host:6379",
    "jdbc:postgresql://host/db?user=me&password=x, jdbc:postgresql://host/db",
    "'http://a:b@c/?d=e, http://f:g@h', 'http://c/, http://h'",
    "a@b.example, a@b.example",
  })
  void leavesOutWhatAUrlMayHoldOfSecrets(String value, String told) {
    SettingSource source = new SettingSource(property -> Optional.of(value));
    assertThat(source.text("some.url")).contains(value);
    assertThat(source.read().report(property -> Optional.of(FILE)).settings())
        .extracting(EffectiveSetting::value)
        .containsExactly(told);
  }

  @Test
  void tellsValuesAsTheyWereWrittenAndDefaultsAsTheyHold() {
    written.put("runnel.timeout.idle", " PT90S ");
    written.put("ark.api-key", KEY);
    Map<String, EffectiveSetting> report = report();
    assertThat(report.get("RUNNEL_TIMEOUT_IDLE"))
        .isEqualTo(new EffectiveSetting("RUNNEL_TIMEOUT_IDLE", false, "PT90S", FILE));
    assertThat(report.get("RUNNEL_CHAT_MODEL"))
        .isEqualTo(new EffectiveSetting("RUNNEL_CHAT_MODEL", false, "ark", null));
    assertThat(find(report, "RUNNEL_TIMEOUT_TOTAL").value()).isEqualTo("PT10M");
    assertThat(report.get("RUNNEL_TRUSTED_HOSTS"))
        .isEqualTo(new EffectiveSetting("RUNNEL_TRUSTED_HOSTS", false, null, null));
  }

  @Test
  void takesAnEmptyValueAsNotSet() {
    written.put("runnel.auth", "  ");
    assertThat(report().get("RUNNEL_AUTH"))
        .isEqualTo(new EffectiveSetting("RUNNEL_AUTH", false, "loopback", null));
  }

  @Test
  void knowsTheKeyOfEachModel() {
    configureEverything();
    EffectiveConfiguration effective = effective();
    for (String[] modelAndKey :
        new String[][] {
          {"coze", "COZE_API_TOKEN"},
          {"ark", "ARK_API_KEY"},
          {"openai", "OPENAI_API_KEY"},
          {"fast", "RUNNEL_MODEL_FAST_API_KEY"},
        }) {
      assertThat(effective.keyOf(modelAndKey[0]).map(EffectiveSetting::variable))
          .contains(modelAndKey[1]);
    }
    assertThat(effective.keyOf("demo")).isEmpty();
  }

  private void configureEverything() {
    written.put("coze.api-token", KEY);
    written.put("coze.bot-id", "7");
    written.put("ark.api-key", KEY);
    written.put("openai.api-key", KEY);
    written.put("openai.model", "gpt");
    written.put("runnel.models", "fast,bot");
    written.put("runnel.model.fast.provider", "openai");
    written.put("runnel.model.fast.base-url", "https://models.example/v1");
    written.put("runnel.model.fast.api-key", KEY);
    written.put("runnel.model.fast.model", "small");
    written.put("runnel.model.bot.provider", "coze");
    written.put("runnel.model.bot.api-key", KEY);
    written.put("runnel.model.bot.bot-id", "9");
  }

  private EffectiveConfiguration effective() {
    SettingSource source =
        new SettingSource(
            property -> {
              asked.add(property);
              return Optional.ofNullable(written.get(property));
            });
    Settings.read(source);
    return source
        .read()
        .report(property -> source.isSet(property) ? Optional.of(FILE) : Optional.empty());
  }

  private Map<String, EffectiveSetting> report() {
    Map<String, EffectiveSetting> report = new TreeMap<>();
    effective().settings().forEach(setting -> report.put(setting.variable(), setting));
    return report;
  }

  /** The settings in the README's table, each with its default. */
  private static Map<String, String> readme() throws IOException {
    String text = Files.readString(Path.of("README.md"));
    int from = text.indexOf("\n## Settings");
    Map<String, String> defaults = new TreeMap<>();
    for (MatchResult row :
        ROW.matcher(text.substring(from, text.indexOf("\n## ", from + 1))).results().toList()) {
      String first = "";
      for (MatchResult name : CODE.matcher(row.group(1)).results().toList()) {
        String variable = name.group(1);
        if (first.isEmpty()) {
          first = variable;
        } else if (variable.startsWith("_")) {
          variable = first.substring(0, first.lastIndexOf('_')) + variable;
        }
        defaults.put(variable, row.group(2));
      }
    }
    return defaults;
  }

  private static EffectiveSetting find(Map<String, EffectiveSetting> report, String variable) {
    return Optional.ofNullable(report.get(variable)).orElseThrow();
  }
}
