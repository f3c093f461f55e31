package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * JSONTestSuite, read from the folder that {@code -Dvectors=} names; skipped where it names none.
 *
 * @see <a href="https://github.com/nst/JSONTestSuite">JSONTestSuite</a>
 */
class JsonConformanceTest {

  @Test
  void acceptsWhatMustBeAccepted() throws IOException {
    List<Path> cases = cases("y_");
    assertThat(cases).hasSize(95);
    for (Path file : cases) {
      String text = decode(file).orElseThrow();
      JsonValue expected = SlowJson.parse(text).orElseThrow();
      for (List<String> pieces : Cuts.inSizes(text)) {
        assertThat(parse(pieces)).as("%s", file.getFileName()).contains(expected);
      }
    }
  }

  @Test
  void refusesWhatMustBeRefused() throws IOException {
    List<Path> cases = cases("n_");
    assertThat(cases).hasSize(188);
    for (Path file : cases) {
      Optional<String> text = decode(file);
      if (text.isPresent()) {
        for (List<String> pieces : Cuts.inSizes(text.get())) {
          assertThat(parse(pieces)).as("%s", file.getFileName()).isEmpty();
        }
      }
    }
  }

  @Test
  void readsWhatMayBeEitherAsTheGrammarDoes() throws IOException {
    List<Path> cases = cases("i_");
    assertThat(cases).hasSize(35);
    for (Path file : cases) {
      Optional<String> text = decode(file);
      if (text.isPresent()) {
        for (List<String> pieces : Cuts.inSizes(text.get())) {
          assertThat(parse(pieces))
              .as("%s", file.getFileName())
              .isEqualTo(SlowJson.parse(text.get()));
        }
      }
    }
  }

  private static List<Path> cases(String prefix) throws IOException {
    String vectors = System.getProperty("vectors");
    assumeTrue(
        vectors != null, "JSONTestSuite was NOT run: -Dvectors=<folder> does not say where it is");
    Path folder = Path.of(vectors, "jsontestsuite", "test_parsing");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  /** The file's text; empty when it is not UTF-8, which is refused before JSON is sought. */
  private static Optional<String> decode(Path file) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static Optional<JsonValue> parse(List<String> pieces) {
    JsonValueBuilder builder = new JsonValueBuilder();
    JsonPushParser parser = new JsonPushParser(builder);
    try {
      pieces.forEach(parser::feed);
      parser.end();
      return Optional.of(builder.root());
    } catch (JsonSyntaxException refused) {
      return Optional.empty();
    }
  }
}
