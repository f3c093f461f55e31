package dev.runnel.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runnel.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {

  private static final JsonValue RIVERS =
      JsonValue.parse(
          "{\"rivers\":[{\"name\":\"Elbe\"},{\"name\":\"Oder\"}],\"\":{\"\":1},"
              + "\"a/b\":2,\"m~n\":3,\"~1\":4,\"01\":5,\"-\":6,\"%41\":7}");

  @ParameterizedTest
  @CsvSource({
    "/rivers/0/name, '\"Elbe\"'",
    "/rivers/1, '{\"name\":\"Oder\"}'",
    "/, '{\"\":1}'",
    "//, 1",
    "/a~1b, 2",
    "/m~0n, 3",
    "/~01, 4",
    "/01, 5",
    "/-, 6",
    "/%41, 7"
  })
  void namesOneValue(String pointer, String value) {
    assertThat(JsonPointer.parse(pointer).find(RIVERS)).isEqualTo(JsonValue.parse(value));
  }

  @Test
  void namesTheWholeDocumentWithoutTokens() {
    assertThat(JsonPointer.parse("")).isEqualTo(JsonPointer.ROOT);
    assertThat(JsonPointer.ROOT.find(RIVERS)).isSameAs(RIVERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/lakes",
        "/rivers/2",
        "/rivers/-",
        "/rivers/-1",
        "/rivers/+1",
        "/rivers/01",
        "/rivers/00",
        "/rivers/1e0",
        "/rivers/",
        "/rivers/١",
        "/rivers/4294967296",
        "/rivers/18446744073709551616",
        "/rivers/0/name/0",
        "/Rivers"
      })
  void findsNothingWhereTheDocumentHasNothing(String pointer) {
    assertThat(JsonPointer.parse(pointer).find(RIVERS)).isNull();
  }

  @Test
  void readsBackWhatItWrites() {
    for (String pointer : List.of("", "/", "//", "/a~1b/~0~1/0", "/~01", "/ü /\"")) {
      assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
    }
    assertThat(new JsonPointer(List.of("~1", "", "/"))).hasToString("/~01//~1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " /a", "#/a", "/~", "/a~", "/~2", "/~~", "/a~/b"})
  void refusesATextThatIsNoPointer(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.parse(text));
  }
}
