package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.json.Cuts;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Where the original lost, repeated or refused what the model wrote, and what it cost: each
 * expectation holds here and fails with {@link OriginalAlgorithm}.
 */
class OriginalDefectsTest {

  @Test
  void keepsAFieldThatEndsInTheTokenInWhichTheNextBegins() {
    assertOnlyOursGivesTheDocument(
        List.of("{", "\"title\":\"Wa", "sser\",\"summary\":\"Es ", "fließt\"}"));
  }

  @Test
  void keepsAMemberWhoseTextHasHalfAnEscape() {
    assertOnlyOursGivesTheDocument(Cuts.ofSize("{\"title\":\"Fl\\u00fcsse\"}", 1));
    assertOnlyOursGivesTheDocument(List.of("{", "\"title\":\"", "a\\u00", "fcb\"}"));
  }

  @Test
  void tellsTheMembersOfEverySchema() {
    assertOnlyOursGivesTheDocument(
        Cuts.ofSize("{\"city\":\"Ulm\",\"rivers\":[{\"name\":\"Donau\"}]}", 4));
  }

  @Test
  void appendsOnlyWhatGoesOnFromWhatWasSent() {
    assertOnlyOursGivesTheDocument(List.of("{", "\"title\":\"x\\ud83c", "\\udf0a", "y\"}"));
  }

  @Test
  void readsEachCharacterOnceNotTheWholeTextAtEachToken() {
    String text = "{\"title\":\"" + "fluß".repeat(500) + "\"}";
    List<String> tokens = Cuts.ofSize(text, 4);
    GrowingDocument ours = new GrowingDocument(increment -> {});
    List<CountedText> counted = tokens.stream().map(CountedText::new).toList();
    counted.forEach(ours::feed);
    OriginalAlgorithm original = new OriginalAlgorithm();
    tokens.forEach(original::feed);
    assertThat(counted.stream().mapToLong(CountedText::reads).sum()).isEqualTo(text.length());
    assertThat(original.charactersRead()).isGreaterThan(100L * text.length());
  }

  @Test
  void theOriginalIsRebuiltAsItWas() throws IOException {
    String vectors = System.getProperty("vectors");
    assumeTrue(
        vectors != null,
        "the recorded defects were NOT compared: -Dvectors=<folder> does not say where they are");
    Path file = Path.of(vectors, "langchain", "seed-b-defects.json");
    JsonObject recorded = (JsonObject) JsonValue.parse(Files.readString(file));
    JsonObject cases = Objects.requireNonNull(recorded.object("cases"));
    for (Map.Entry<String, JsonValue> named : cases.members().entrySet()) {
      JsonObject recordedCase = (JsonObject) named.getValue();
      OriginalAlgorithm original = new OriginalAlgorithm();
      Optional<String> error = run(original, strings(recordedCase, "tokens"));
      List<JsonValue> events = new ArrayList<>();
      original
          .chunks()
          .forEach(
              chunk ->
                  events.add(
                      new JsonObject(Map.of(chunk.getKey(), new JsonString(chunk.getValue())))));
      assertThat(new JsonArray(events))
          .as(named.getKey())
          .isEqualTo(recordedCase.array("seed_b_events"));
      assertThat(error).isEqualTo(Optional.ofNullable(recordedCase.string("seed_b_error")));
      assertThat(ours(strings(recordedCase, "tokens")))
          .isEqualTo(recordedCase.object("correct_final"));
    }
  }

  private static void assertOnlyOursGivesTheDocument(List<String> tokens) {
    JsonValue document = JsonValue.parse(String.join("", tokens));
    assertThat(ours(tokens)).isEqualTo(document);
    OriginalAlgorithm original = new OriginalAlgorithm();
    Optional<String> error = run(original, tokens);
    assertThat(error.isEmpty() && original.shown().equals(document)).isFalse();
  }

  private static JsonValue ours(List<String> tokens) {
    DocumentFold fold = new DocumentFold();
    Heard.of(tokens).forEach(fold::increment);
    return Objects.requireNonNull(fold.value());
  }

  private static Optional<String> run(OriginalAlgorithm original, List<String> tokens) {
    try {
      tokens.forEach(original::feed);
      return Optional.empty();
    } catch (NoSuchElementException crash) {
      return Optional.ofNullable(crash.getMessage());
    }
  }

  private static List<String> strings(JsonObject object, String name) {
    return Objects.requireNonNull(object.array(name)).items().stream()
        .map(item -> ((JsonString) item).value())
        .toList();
  }
}
