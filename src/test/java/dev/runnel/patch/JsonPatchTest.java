package dev.runnel.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonString;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {

  private static final String RIVER =
      "{\"name\":\"Elbe\",\"cities\":[\"Dresden\",\"Hamburg\"],\"km\":{\"total\":1094}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | [] | {}",
        // add
        "{\"a\":1} | [{\"op\":\"add\",\"path\":\"/b\",\"value\":null}] | {\"a\":1,\"b\":null}",
        "{\"a\":1,\"b\":2} | [{\"op\":\"add\",\"path\":\"/a\",\"value\":3}] | {\"a\":3,\"b\":2}",
        "[1,3] | [{\"op\":\"add\",\"path\":\"/1\",\"value\":2}] | [1,2,3]",
        "[1] | [{\"op\":\"add\",\"path\":\"/1\",\"value\":2}] | [1,2]",
        "[1] | [{\"op\":\"add\",\"path\":\"/-\",\"value\":[2]}] | [1,[2]]",
        "{\"-\":{}} | [{\"op\":\"add\",\"path\":\"/-/-\",\"value\":1}] | {\"-\":{\"-\":1}}",
        "7 | [{\"op\":\"add\",\"path\":\"\",\"value\":{\"a\":[]}}] | {\"a\":[]}",
        // remove
        "{\"a\":1,\"b\":2} | [{\"op\":\"remove\",\"path\":\"/a\"}] | {\"b\":2}",
        "[[1,2,3]] | [{\"op\":\"remove\",\"path\":\"/0/1\"}] | [[1,3]]",
        // replace
        "{\"a\":{\"b\":1}} | [{\"op\":\"replace\",\"path\":\"/a/b\",\"value\":[]}] | {\"a\":{\"b\":[]}}",
        "[1,2] | [{\"op\":\"replace\",\"path\":\"/0\",\"value\":\"x\"}] | [\"x\",2]",
        "[1,2] | [{\"op\":\"replace\",\"path\":\"\",\"value\":\"x\"}] | \"x\"",
        // move
        "{\"a\":1,\"b\":{}} | [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b/c\"}] | {\"b\":{\"c\":1}}",
        "{\"a\":1} | [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/ab\"}] | {\"ab\":1}",
        "{\"a\":1} | [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a\"}] | {\"a\":1}",
        "{\"a\":{\"b\":2}} | [{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a\"}] | {\"a\":2}",
        "{\"a\":[1]} | [{\"op\":\"move\",\"from\":\"/a/0\",\"path\":\"\"}] | 1",
        "[1,2,3] | [{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/2\"}] | [2,3,1]",
        "[1,2,3] | [{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/-\"}] | [2,3,1]",
        // copy
        "{\"a\":[1]} | [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/0\"}] | {\"a\":[[1],1]}",
        "{\"a\":1} | [{\"op\":\"copy\",\"from\":\"\",\"path\":\"/b\"}] | {\"a\":1,\"b\":{\"a\":1}}",
        "[1] | [{\"op\":\"copy\",\"from\":\"/0\",\"path\":\"/-\"}] | [1,1]",
        // test
        "[1.0] | [{\"op\":\"test\",\"path\":\"\",\"value\":[1]}] | [1.0]",
        "{\"a\":null} | [{\"op\":\"test\",\"path\":\"/a\",\"value\":null}] | {\"a\":null}",
        // members that the operation does not know
        "[1] | [{\"op\":\"remove\",\"path\":\"/0\",\"value\":2,\"from\":3,\"x\":{}}] | []"
      })
  void makesAnotherDocumentOfOne(String document, String patch, String expected) {
    assertThat(patch(patch).apply(JsonValue.parse(document)).toJson()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/lakes/0  | {\"op\":\"add\",\"path\":\"/lakes/0\",\"value\":1}",
        "/name/x   | {\"op\":\"add\",\"path\":\"/name/x\",\"value\":1}",
        "/cities/3 | {\"op\":\"add\",\"path\":\"/cities/3\",\"value\":1}",
        "/cities/01 | {\"op\":\"add\",\"path\":\"/cities/01\",\"value\":1}",
        "/cities/1e0 | {\"op\":\"add\",\"path\":\"/cities/1e0\",\"value\":1}",
        "/cities/-1 | {\"op\":\"add\",\"path\":\"/cities/-1\",\"value\":1}",
        "/lake     | {\"op\":\"remove\",\"path\":\"/lake\"}",
        "/cities/- | {\"op\":\"remove\",\"path\":\"/cities/-\"}",
        "/cities/2 | {\"op\":\"remove\",\"path\":\"/cities/2\"}",
        "''        | {\"op\":\"remove\",\"path\":\"\"}",
        "/lake     | {\"op\":\"replace\",\"path\":\"/lake\",\"value\":1}",
        "/cities/- | {\"op\":\"replace\",\"path\":\"/cities/-\",\"value\":1}",
        "/lake     | {\"op\":\"move\",\"from\":\"/lake\",\"path\":\"/lake\"}",
        "/km/total/x | {\"op\":\"move\",\"from\":\"/km\",\"path\":\"/km/total/x\"}",
        "/all      | {\"op\":\"move\",\"from\":\"\",\"path\":\"/all\"}",
        "/cities/2 | {\"op\":\"move\",\"from\":\"/cities/0\",\"path\":\"/cities/2\"}",
        "/cities/- | {\"op\":\"copy\",\"from\":\"/cities/-\",\"path\":\"/a\"}",
        "/cities/01 | {\"op\":\"test\",\"path\":\"/cities/01\",\"value\":\"Hamburg\"}",
        "/lake     | {\"op\":\"test\",\"path\":\"/lake\",\"value\":null}",
        "/km       | {\"op\":\"test\",\"path\":\"/km\",\"value\":{\"total\":\"1094\"}}"
      })
  void refusesAnOperationThatDoesNotFitAndNamesItsPlace(String pointer, String operation) {
    String patch = "[{\"op\":\"test\",\"path\":\"/name\",\"value\":\"Elbe\"}," + operation + "]";
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(() -> patch(patch).apply(JsonValue.parse(RIVER)))
        .satisfies(refused -> assertThat(refused.operation()).isEqualTo(1))
        .satisfies(refused -> assertThat(refused.pointer()).isEqualTo(pointer));
  }

  @Test
  void appliesAllOperationsOrNone() {
    JsonValue document = JsonValue.parse(RIVER);
    JsonPatch patch =
        patch(
            "[{\"op\":\"remove\",\"path\":\"/name\"},{\"op\":\"remove\",\"path\":\"/cities/0\"},"
                + "{\"op\":\"test\",\"path\":\"/km/total\",\"value\":1}]");
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(() -> patch.apply(document))
        .withMessage(
            "the value is another one than the test asks for (operation 2, \"/km/total\")");
    assertThat(document).isEqualTo(JsonValue.parse(RIVER));
  }

  @Test
  void seesWhatTheOperationsBeforeHaveMade() {
    assertThat(
            patch(
                    "[{\"op\":\"add\",\"path\":\"/basin\",\"value\":{}},"
                        + "{\"op\":\"copy\",\"from\":\"/km\",\"path\":\"/basin/km\"},"
                        + "{\"op\":\"replace\",\"path\":\"/basin/km/total\",\"value\":148268},"
                        + "{\"op\":\"move\",\"from\":\"/basin\",\"path\":\"/cities/1\"}]")
                .apply(JsonValue.parse(RIVER))
                .toJson())
        .isEqualTo(
            "{\"name\":\"Elbe\",\"cities\":[\"Dresden\",{\"km\":{\"total\":148268}},\"Hamburg\"],"
                + "\"km\":{\"total\":1094}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | a patch is an array",
        "[7] | an operation is an object",
        "[{}] | 'op' is missing",
        "[{\"op\":null,\"path\":\"\"}] | 'op' is no string",
        "[{\"op\":\"merge\",\"path\":\"\"}] | 'op' is none of add, remove",
        "[{\"op\":\"ADD\",\"path\":\"\",\"value\":1}] | 'op' is none of add, remove",
        "[{\"op\":\"add\",\"value\":1}] | 'path' is missing",
        "[{\"op\":\"add\",\"path\":[],\"value\":1}] | 'path' is no string",
        "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}] | 'path' is no JSON Pointer",
        "[{\"op\":\"add\",\"path\":\"/~\",\"value\":1}] | 'path' is no JSON Pointer",
        "[{\"op\":\"add\",\"path\":\"\"}] | 'value' is missing",
        "[{\"op\":\"replace\",\"path\":\"\"}] | 'value' is missing",
        "[{\"op\":\"test\",\"path\":\"\"}] | 'value' is missing",
        "[{\"op\":\"move\",\"path\":\"\"}] | 'from' is missing",
        "[{\"op\":\"copy\",\"path\":\"\",\"from\":\"a\"}] | 'from' is no JSON Pointer"
      })
  void refusesWhatIsNoPatchWithoutADocument(String patch, String problem) {
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(() -> patch(patch))
        .withMessageStartingWith(problem)
        .satisfies(refused -> assertThat(refused.operation()).isZero());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"op\":\"add\",\"path\":\"/a~1\\\"\",\"value\":{\"b\":[1.0,\"\\n\"]}}]",
        "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"replace\",\"path\":\"\",\"value\":null}]",
        "[{\"op\":\"move\",\"path\":\"/b\",\"from\":\"/a\"}]",
        "[{\"op\":\"copy\",\"path\":\"/b\",\"from\":\"\"},{\"op\":\"test\",\"path\":\"/\",\"value\":0}]"
      })
  void writesThePatchThatItRead(String patch) {
    assertThat(patch(patch).toJson()).isEqualTo(patch);
  }

  @Test
  void boundsTheOperationsOfOnePatch() {
    PatchLimits limits = new PatchLimits(2, 100, 100, 100);
    JsonValue remove = JsonValue.parse("{\"op\":\"remove\",\"path\":\"/0\"}");
    assertThat(
            JsonPatch.parse(new JsonValue.JsonArray(List.of(remove, remove)), limits).operations())
        .hasSize(2);
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(
            () -> JsonPatch.parse(new JsonValue.JsonArray(Collections.nCopies(3, remove)), limits))
        .withMessageContaining("more than 2 operations, allowed by maxOperations")
        .satisfies(refused -> assertThat(refused.operation()).isEqualTo(2));
    List<PatchOperation> tooMany =
        Collections.nCopies(1_001, new PatchOperation.Remove(JsonPointer.ROOT));
    assertThatExceptionOfType(PatchException.class).isThrownBy(() -> JsonPatch.of(tooMany));
  }

  @Test
  void boundsThePointers() {
    PatchLimits limits = new PatchLimits(100, 3, 100, 100);
    JsonPatch.parse(JsonValue.parse("[{\"op\":\"remove\",\"path\":\"/~0\"}]"), limits);
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(
            () ->
                JsonPatch.parse(JsonValue.parse("[{\"op\":\"remove\",\"path\":\"/abc\"}]"), limits))
        .withMessageContaining("'path' has more than 3 characters, allowed by maxPointerChars");
  }

  @Test
  void boundsTheDepthOfWhatItPutsSomewhere() {
    PatchLimits limits = new PatchLimits(100, 100, 3, 100);
    JsonPatch deep = patch("[{\"op\":\"add\",\"path\":\"/0/0\",\"value\":[7]}]", limits);
    JsonPatch tooDeep = patch("[{\"op\":\"add\",\"path\":\"/0/0\",\"value\":[[]]}]", limits);
    JsonValue document = JsonValue.parse("[[]]");
    assertThat(deep.apply(document).toJson()).isEqualTo("[[[7]]]");
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(() -> tooDeep.apply(document))
        .withMessageContaining("more than 3 levels, allowed by maxDepth");
  }

  @Test
  void boundsWhatCopiesMultiply() {
    PatchLimits limits = new PatchLimits(100, 100, 100, 7);
    String copy = "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/-\"}";
    JsonValue document = JsonValue.parse("[]");
    JsonPatch thrice = patch("[" + copy + "," + copy + "," + copy + "]", limits);
    JsonPatch fourTimes = patch("[" + copy + "," + copy + "," + copy + "," + copy + "]", limits);
    assertThat(thrice.apply(document).toJson()).isEqualTo("[[],[[]],[[],[[]]]]");
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(() -> fourTimes.apply(document))
        .withMessageContaining("more than 7 copied values, allowed by maxCopiedValues")
        .satisfies(refused -> assertThat(refused.operation()).isEqualTo(3));
  }

  @Test
  void takesOperationsThatAProgramMade() {
    JsonPatch patch =
        JsonPatch.of(
            List.of(new PatchOperation.Add(JsonPointer.parse("/-"), new JsonString("Moldau"))));
    assertThat(patch.apply(JsonValue.parse("[\"Eger\"]")).toJson())
        .isEqualTo("[\"Eger\",\"Moldau\"]");
  }

  private static JsonPatch patch(String patch) {
    return JsonPatch.parse(JsonValue.parse(patch));
  }

  private static JsonPatch patch(String patch, PatchLimits limits) {
    return JsonPatch.parse(JsonValue.parse(patch), limits);
  }
}
