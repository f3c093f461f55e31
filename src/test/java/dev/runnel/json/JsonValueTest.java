package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

  @Test
  void givesMembersByNameAndKind() {
    JsonObject object = object("{\"s\":\"text\",\"n\":12,\"b\":true,\"o\":{\"x\":null},\"a\":[1]}");
    assertThat(object.string("s")).isEqualTo("text");
    assertThat(object.number("n")).isEqualTo(12);
    assertThat(object.bool("b")).isTrue();
    assertThat(object.object("o")).isEqualTo(object("{\"x\":null}"));
    assertThat(object.array("a")).isEqualTo(new JsonArray(List.of(JsonNumber.of(1))));
    assertThat(object.get("s")).isEqualTo(new JsonString("text"));
  }

  @Test
  void givesNullForMembersThatAreAbsentOrOfAnotherKind() {
    JsonObject object = object("{\"s\":\"text\",\"n\":12}");
    assertThat(object.get("x")).isNull();
    assertThat(object.string("n")).isNull();
    assertThat(object.number("s")).isNull();
    assertThat(object.bool("s")).isNull();
    assertThat(object.object("s")).isNull();
    assertThat(object.array("x")).isNull();
  }

  @Test
  void keepsTheOrderOfMembersAndTheLastOfRepeatedOnes() {
    assertThat(JsonValue.parse("{\"b\":1,\"a\":2,\"b\":3}").toJson())
        .isEqualTo("{\"b\":3,\"a\":2}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "1.0, 1",
    "2e3, 2000",
    "1200e-2, 12",
    "0e99999999999, ",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775808, ",
    "1.5, ",
    "1e19, ",
    "1e1000000000, ",
    "1e-1000000000, ",
    "1e2147483647, ",
    "-1e2147483648, ",
    "1e-2147483647, ",
    "1e99999999999999999999, "
  })
  void givesALongOnlyForWholeNumbersThatFit(String text, Long expected) {
    assertThat(new JsonNumber(text).longValue()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "01", "1.", "+1", "1e", "NaN", " 1", "1,2", "1x"})
  void refusesNumbersThatAreNot(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber(text));
  }

  @Test
  void writesCompactJsonThatEscapesOnlyWhatMustBe() {
    String text = "{ \"q\\\"\" : [ 1.00 , -0e+1 , true , null , { } , [ ] ] }";
    assertThat(JsonValue.parse(text).toJson())
        .isEqualTo("{\"q\\\"\":[1.00,-0e+1,true,null,{},[]]}");
    assertThat(new JsonString("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é😀").toJson())
        .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028é😀\"");
  }

  @Test
  void writesHalvesOfSurrogatePairsAsReplacements() {
    assertThat(new JsonString("\uDE00a\uD83D").toJson()).isEqualTo("\"\uFFFDa\uFFFD\"");
    assertThat(new JsonString("\uD83D\uD83D\uDE00").toJson()).isEqualTo("\"\uFFFD😀\"");
  }

  @Test
  void cannotBeChanged() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    JsonObject object = new JsonObject(members);
    List<JsonValue> items = new ArrayList<>();
    JsonArray array = new JsonArray(items);
    members.put("a", object);
    items.add(object);
    assertThat(object.toJson()).isEqualTo("{}");
    assertThat(array.toJson()).isEqualTo("[]");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> object.members().put("a", array));
  }

  @Test
  void keepsNamesWithEqualHashesApart() {
    List<String> names = new ArrayList<>(List.of(""));
    for (int length = 0; length < 15; length++) {
      List<String> longer = new ArrayList<>();
      names.forEach(name -> longer.addAll(List.of(name + "Aa", name + "BB")));
      names = longer;
    }
    assertThat(names.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);
    JsonObject object = object("{\"" + String.join("\":1,\"", names) + "\":1}");
    assertThat(object.members()).hasSize(32_768);
  }

  @Test
  void refusesWhatItsLimitsRefuse() {
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> JsonValue.parse("[[]]", JsonLimits.DEFAULT.withMaxDepth(1)));
  }

  private static JsonObject object(String text) {
    return (JsonObject) JsonValue.parse(text);
  }
}
