package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.JsonValue;
import dev.runnel.json.Utf8JsonBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkFormTest {

  @Test
  void leavesThePathOutInTheRoot() {
    assertThat(chunks("{\"title\":\"趋势\",\"n\":1.0,\"o\":{},\"a\":[]}"))
        .containsExactly(
            "\"data\":{\"title\":\"\"}",
            "\"data\":{\"title\":\"趋势\"}",
            "\"data\":{\"n\":1.0}",
            "\"data\":{\"o\":{}}",
            "\"data\":{\"a\":[]}");
  }

  @Test
  void namesTheContainerByItsPointerAndItemsByTheirIndex() {
    assertThat(chunks("{\"sections\":[{\"heading\":\"x\"}]}"))
        .containsExactly(
            "\"data\":{\"sections\":[]}",
            "\"path\":\"/sections\",\"data\":{\"0\":{}}",
            "\"path\":\"/sections/0\",\"data\":{\"heading\":\"\"}",
            "\"path\":\"/sections/0\",\"data\":{\"heading\":\"x\"}");
  }

  @Test
  void writesARootThatIsAnnouncedByItselfAlone() {
    assertThat(chunks("{}")).containsExactly("\"data\":{}");
    assertThat(chunks("[1]")).containsExactly("\"data\":[]", "\"data\":{\"0\":1}");
    assertThat(chunks("1e400")).containsExactly("\"data\":1e400");
    assertThat(chunks("\"a\"")).containsExactly("\"data\":\"\"", "\"data\":\"a\"");
  }

  @Test
  void escapesNamesPathsAndText() {
    List<String> chunks = chunks("{\"a\\\"/\":{\"\\n\":\"\\\\ \\u0001\"}}");
    assertThat(chunks)
        .containsExactly(
            "\"data\":{\"a\\\"/\":{}}",
            "\"path\":\"/a\\\"~1\",\"data\":{\"\\n\":\"\"}",
            "\"path\":\"/a\\\"~1\",\"data\":{\"\\n\":\"\\\\ \\u0001\"}");
    chunks.forEach(chunk -> JsonValue.parse("{" + chunk + "}"));
  }

  @Test
  void isPrefixValueAndSuffix() {
    Place place = new Place("/sections/0", "heading");
    assertThat(ChunkForm.prefix(place))
        .isEqualTo("\"path\":\"/sections/0\",\"data\":{\"heading\":");
    assertThat(ChunkForm.suffix(place)).isEqualTo("}");
    Utf8JsonBuffer value = new Utf8JsonBuffer(16);
    ChunkForm.appendValue(value, new Increment(place, Kind.APPEND, "\""));
    assertThat(value.toByteArray()).asString().isEqualTo("\"\\\"\"");
    assertThat(ChunkForm.prefix(Place.ROOT)).isEqualTo("\"data\":");
    assertThat(ChunkForm.suffix(Place.ROOT)).isEmpty();
  }

  private static List<String> chunks(String text) {
    return Heard.of(List.of(text)).stream().map(ChunkForm::render).toList();
  }
}
