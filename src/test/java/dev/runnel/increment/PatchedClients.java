package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonEquality;
import dev.runnel.patch.JsonPatch;
import dev.runnel.patch.PatchOperation;
import dev.runnel.patch.PatchOperation.Replace;
import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/**
 * Two clients that apply the same patches: one with this project's, one with Jakarta JSON
 * Processing, which knows only documents whose root is a container.
 */
final class PatchedClients {

  private static final JsonProvider JSON = JsonProvider.provider();

  private JsonValue document = new JsonObject(Map.of());
  private JsonStructure other = Json.createObjectBuilder().build();
  private int textSent;

  void apply(List<PatchOperation> operations) {
    JsonPatch patch = JsonPatch.of(operations);
    document = JsonPatch.parse(JsonValue.parse(patch.toJson())).apply(document);
    if (document.toJson().startsWith("{") || document.toJson().startsWith("[")) {
      StringReader text = new StringReader(patch.toJson());
      other = JSON.createPatch(JSON.createReader(text).readArray()).apply(other);
      assertThat(JsonEquality.equal(JsonValue.parse(other.toString()), document)).isTrue();
    }
    for (PatchOperation operation : operations) {
      if (operation instanceof Replace replace && replace.value() instanceof JsonString string) {
        textSent += string.value().length();
      }
    }
  }

  /** What the two hold. */
  JsonValue document() {
    return document;
  }

  /** The characters of all strings that replaced others. */
  int textSent() {
    return textSent;
  }
}
