package dev.runnel.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * json-patch-tests, read from the folder that {@code -Dvectors=} names; skipped where it names
 * none.
 *
 * @see <a href="https://github.com/json-patch/json-patch-tests">json-patch-tests</a>
 */
class JsonPatchConformanceTest {

  @Test
  void passesEveryEnabledCase() throws IOException {
    List<JsonObject> cases = new ArrayList<>();
    cases.addAll(enabled("tests.json"));
    cases.addAll(enabled("spec_tests.json"));
    assertThat(cases).hasSize(108);
    cases.forEach(JsonPatchConformanceTest::check);
  }

  private static void check(JsonObject named) {
    JsonValue document = Objects.requireNonNull(named.get("doc"));
    JsonValue patch = Objects.requireNonNull(named.get("patch"));
    JsonValue expected = named.get("expected");
    if (named.get("error") != null) {
      assertThatExceptionOfType(PatchException.class)
          .as("%s", named)
          .isThrownBy(() -> JsonPatch.parse(patch).apply(document));
    } else {
      JsonValue patched = JsonPatch.parse(patch).apply(document);
      assertThat(expected == null || JsonEquality.equal(patched, expected))
          .as("%s", named)
          .isTrue();
    }
  }

  private static List<JsonObject> enabled(String file) throws IOException {
    String vectors = System.getProperty("vectors");
    assumeTrue(
        vectors != null,
        "json-patch-tests were NOT run: -Dvectors=<folder> does not say where they are");
    JsonArray cases =
        (JsonArray) JsonValue.parse(Files.readString(Path.of(vectors, "jsonpatch", file)));
    return cases.items().stream()
        .map(JsonObject.class::cast)
        .filter(named -> !Objects.equals(named.bool("disabled"), true))
        .toList();
  }
}
