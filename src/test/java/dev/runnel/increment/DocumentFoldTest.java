package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentFoldTest {

  private final DocumentFold fold = new DocumentFold();

  @Test
  void isNothingBeforeTheFirstIncrement() {
    assertThat(fold.value()).isNull();
  }

  @Test
  void holdsTheDocumentSoFar() {
    begin("", "list", Kind.ARRAY, "");
    begin("/list", "0", Kind.STRING, "");
    begin("/list", "0", Kind.APPEND, "half");
    assertThat(fold.value()).isEqualTo(JsonValue.parse("{\"list\":[\"half\"]}"));
  }

  @Test
  void refusesIncrementsThatDoNotGoOn() {
    assertRefused("", "a", Kind.APPEND, "x");
    assertRefused("/a", "b", Kind.SCALAR, "1");
    begin("", "a", Kind.ARRAY, "");
    begin("/a", "0", Kind.SCALAR, "1");
    for (String wrongItem : List.of("0", "2", "x", "01", "-1")) {
      assertRefused("/a", wrongItem, Kind.SCALAR, "2");
    }
    assertRefused("", "a", Kind.OBJECT, "");
    assertRefused("/a", "0", Kind.APPEND, "x");
    assertRefused("/a/0", "b", Kind.STRING, "");
    assertRefused("/a/1", "b", Kind.STRING, "");
    assertRefused("/a/-1", "b", Kind.STRING, "");
    assertRefused("/a/x", "b", Kind.STRING, "");
    assertRefused("a", "b", Kind.STRING, "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fold.increment(new Increment(Place.ROOT, Kind.ARRAY, "")));
    assertThat(fold.value()).isEqualTo(JsonValue.parse("{\"a\":[1]}"));
  }

  private void begin(String path, String member, Kind kind, String text) {
    fold.increment(new Increment(new Place(path, member), kind, text));
  }

  private void assertRefused(String path, String member, Kind kind, String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> begin(path, member, kind, text));
  }
}
