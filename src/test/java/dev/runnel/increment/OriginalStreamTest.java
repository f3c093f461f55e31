package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPatch;
import dev.runnel.patch.PatchOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The stream that LangChain's JSON output parser is tested with, its documents and its diffs: read
 * from the folder that {@code -Dvectors=} names; skipped where it names none.
 */
class OriginalStreamTest {

  private static final JsonValue EMPTY = new JsonObject(Map.of());

  @Test
  void holdsEachOfItsDocumentsInTurn() throws IOException {
    JsonObject stream = stream();
    DocumentFold fold = new DocumentFold();
    List<JsonValue> documents = new ArrayList<>();
    GrowingDocument document = new GrowingDocument(fold);
    for (String token : strings(stream, "tokens")) {
      document.feed(token);
      addIfNew(documents, fold.value());
    }
    document.end();
    assertThat(documents).hasSize(31).isEqualTo(items(stream, "snapshots"));
  }

  @Test
  void holdsOnlyItsDocumentsInTurnWhereItSendsPatches() throws IOException {
    JsonObject stream = stream();
    List<JsonValue> documents = new ArrayList<>(List.of(EMPTY));
    PatchForm form = new PatchForm();
    GrowingDocument document =
        new GrowingDocument(
            increment -> {
              JsonValue before = documents.get(documents.size() - 1);
              List<PatchOperation> operations = form.increment(increment);
              addIfNew(documents, JsonPatch.of(operations).apply(before));
            });
    strings(stream, "tokens").forEach(document::feed);
    document.end();
    List<JsonValue> snapshots = items(stream, "snapshots");
    // Strings of more than sixteen characters are sent in larger steps than the original's.
    assertThat(snapshots)
        .containsSubsequence(documents)
        .endsWith(documents.get(documents.size() - 1));
  }

  @Test
  void tellsItsDiffsAsIncrements() throws IOException {
    JsonObject stream = stream();
    DocumentFold fold = new DocumentFold();
    List<Increment> increments = new ArrayList<>();
    List<JsonValue> documents = new ArrayList<>();
    PatchIncrements patches =
        new PatchIncrements(
            increment -> {
              increments.add(increment);
              fold.increment(increment);
            });
    for (JsonValue diff : items(stream, "diffs")) {
      patches.patch(JsonPatch.parse(diff));
      addIfNew(documents, fold.value());
    }
    patches.end();
    assertThat(documents).isEqualTo(items(stream, "snapshots"));
    assertThat(Heard.joined(increments))
        .isEqualTo(Heard.joined(Heard.of(strings(stream, "tokens"))));
  }

  /** A client holds an empty object before it hears anything, as the original's did. */
  private static void addIfNew(List<JsonValue> documents, @Nullable JsonValue value) {
    JsonValue document = value == null ? EMPTY : value;
    if (documents.isEmpty() || !documents.get(documents.size() - 1).equals(document)) {
      documents.add(document);
    }
  }

  private static JsonObject stream() throws IOException {
    String vectors = System.getProperty("vectors");
    assumeTrue(
        vectors != null,
        "the recorded stream was NOT compared: -Dvectors=<folder> does not say where it is");
    Path file = Path.of(vectors, "langchain", "streamed-tokens.json");
    return (JsonObject) JsonValue.parse(Files.readString(file));
  }

  private static List<JsonValue> items(JsonObject object, String name) {
    JsonArray array = Objects.requireNonNull(object.array(name));
    return array.items();
  }

  private static List<String> strings(JsonObject object, String name) {
    return items(object, name).stream().map(item -> ((JsonString) item).value()).toList();
  }
}
