package dev.runnel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The samples' README, and what has no server of its own to run on here. */
class SamplesTest {

  private static final Path SAMPLES = Path.of("src/samples");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  /** The settings of a custom element by Liferay's reference, and what each is. */
  private static final Map<String, Class<?>> CUSTOM_ELEMENT =
      Map.ofEntries(
          Map.entry("type", String.class),
          Map.entry("name", String.class),
          Map.entry("description", String.class),
          Map.entry("baseURL", String.class),
          Map.entry("urls", List.class),
          Map.entry("cssURLs", List.class),
          Map.entry("useESM", Boolean.class),
          Map.entry("htmlElementName", String.class),
          Map.entry("friendlyURLMapping", String.class),
          Map.entry("portletCategoryName", String.class),
          Map.entry("properties", List.class),
          Map.entry("instanceable", Boolean.class));

  @Test
  void theReadmeListsEachSampleAndNothingElse() throws IOException {
    List<Path> linked =
        LINK.matcher(Files.readString(SAMPLES.resolve("README.md")))
            .results()
            .map(link -> SAMPLES.resolve(link.group(1)).normalize())
            .toList();
    assertThat(linked).allSatisfy(path -> assertThat(path).exists());
    for (String kind : List.of("embed", "clients")) {
      try (Stream<Path> samples = Files.list(SAMPLES.resolve(kind))) {
        assertThat(samples)
            .isNotEmpty()
            .allSatisfy(sample -> assertThat(linked).anyMatch(path -> path.startsWith(sample)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh.md"})
  void theProjectsReadmesLeadThere(String readme) throws IOException {
    assertThat(Files.readString(Path.of(readme))).contains("](src/samples/README.md");
  }

  @Test
  void liferaysClientExtensionHasTheFormOfItsReferenceAndNamesWhatIsThere() throws IOException {
    Map<String, Map<String, Object>> extensions =
        new Yaml().load(Files.readString(SAMPLES.resolve("embed/liferay/client-extension.yaml")));
    assertThat(extensions).containsOnlyKeys("runnel-chat");
    Map<String, Object> element = Objects.requireNonNull(extensions.get("runnel-chat"));
    assertThat(element)
        .allSatisfy(
            (key, value) -> {
              assertThat(CUSTOM_ELEMENT).containsKey(key);
              assertThat(value).isInstanceOf(CUSTOM_ELEMENT.get(key));
            });
    assertThat(element.get("type")).isEqualTo("customElement");
    assertThat(element.get("useESM")).as("the element is a module").isEqualTo(true);
    assertThat((String) element.get("baseURL")).startsWith("https://").doesNotEndWith("/");
    List<?> urls = (List<?>) Objects.requireNonNull(element.get("urls"));
    assertThat(urls).hasSize(1);
    assertThat(Path.of("webapp", (String) urls.get(0)))
        .content()
        .contains("customElements.define('" + element.get("htmlElementName") + "'");
  }
}
