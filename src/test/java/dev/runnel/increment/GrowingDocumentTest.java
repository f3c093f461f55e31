package dev.runnel.increment;

import static dev.runnel.increment.Increment.Kind.APPEND;
import static dev.runnel.increment.Increment.Kind.ARRAY;
import static dev.runnel.increment.Increment.Kind.OBJECT;
import static dev.runnel.increment.Increment.Kind.SCALAR;
import static dev.runnel.increment.Increment.Kind.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.Cuts;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonOption;
import dev.runnel.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrowingDocumentTest {

  @Test
  void announcesAMemberWhenItsValueBegins() {
    Heard heard = new Heard();
    GrowingDocument document = new GrowingDocument(heard);
    document.feed("{\"title\" : ");
    assertThat(heard.increments()).isEmpty();
    document.feed("\"");
    assertThat(heard.increments()).containsExactly(increment("", "title", STRING, ""));
    document.feed("Rivers");
    assertThat(heard.increments()).endsWith(increment("", "title", APPEND, "Rivers"));
    document.feed("\",\"pages\":{");
    assertThat(heard.increments()).endsWith(increment("", "pages", OBJECT, ""));
    document.feed("\"count\":12");
    assertThat(heard.increments()).hasSize(3);
    document.feed("}");
    assertThat(heard.increments()).endsWith(increment("/pages", "count", SCALAR, "12"));
  }

  @Test
  void tellsWhenAStringIsWholeRightAfterItsText() {
    List<String> told = new ArrayList<>();
    GrowingDocument document =
        new GrowingDocument(
            new IncrementHandler() {
              @Override
              public void increment(Increment increment) {
                told.add(increment.kind() + " " + increment.text());
              }

              @Override
              public void stringClosed(Place place) {
                told.add("closed " + place.pointer());
              }
            });
    document.feed("{\"a\":\"x");
    assertThat(told).containsExactly("STRING ", "APPEND x");
    document.feed("y\"");
    assertThat(told).endsWith("APPEND y", "closed /a");
    document.feed(",\"b\":[\"\"");
    assertThat(told).endsWith("ARRAY ", "STRING ", "closed /b/0");
  }

  @Test
  void namesItemsOfArraysByTheirIndex() {
    assertThat(Heard.of(List.of("{\"a/b\":[7,[],{\"~\":null}]}")))
        .containsExactly(
            increment("", "a/b", ARRAY, ""),
            increment("/a~1b", "0", SCALAR, "7"),
            increment("/a~1b", "1", ARRAY, ""),
            increment("/a~1b", "2", OBJECT, ""),
            increment("/a~1b/2", "~", SCALAR, "null"));
  }

  @Test
  void announcesARootThatIsNoObjectByItself() {
    assertThat(Heard.of(List.of("[true]")))
        .containsExactly(root(ARRAY, ""), increment("", "0", SCALAR, "true"));
    assertThat(Heard.of(List.of(" -1.0e5 "))).containsExactly(root(SCALAR, "-1.0e5"));
    assertThat(Heard.of(List.of("\"hi\""))).containsExactly(root(STRING, ""), root(APPEND, "hi"));
    assertThat(Heard.of(List.of("\"\""))).containsExactly(root(STRING, ""));
  }

  @Test
  void announcesAnEmptyRootObjectWhenItCloses() {
    Heard heard = new Heard();
    GrowingDocument document = new GrowingDocument(heard);
    document.feed("{ ");
    assertThat(heard.increments()).isEmpty();
    document.feed("}");
    assertThat(heard.increments()).containsExactly(root(OBJECT, ""));
    assertThat(document.complete()).isTrue();
  }

  @Test
  void keepsMembersWithAnEmptyNameApartFromTheRoot() {
    assertThat(Heard.of(List.of("{\"\":{\"\":1}}")))
        .containsExactly(increment("", "", OBJECT, ""), increment("/", "", SCALAR, "1"));
  }

  @Test
  void joinsTheTextOfOneStringThatComesInOneFeed() {
    assertThat(Heard.of(List.of("{\"a\":\"x\\n\\u00e9\uD83D", "\uDE00y\\t\"}")))
        .containsExactly(
            increment("", "a", STRING, ""),
            increment("", "a", APPEND, "x\né"),
            increment("", "a", APPEND, "😀y\t"));
    String longText = "long ".repeat(5_000);
    assertThat(Heard.of(List.of("\"" + longText + "\"")))
        .containsExactly(root(STRING, ""), root(APPEND, longText));
  }

  @Test
  void givesAllIncrementsOfAMemberTheSamePlace() {
    List<Increment> increments = Heard.of(Cuts.ofSize("[[\"abcdef\"]]", 1));
    Place place = increments.get(2).place();
    assertThat(increments.subList(2, increments.size()))
        .hasSize(7)
        .allSatisfy(increment -> assertThat(increment.place()).isSameAs(place));
  }

  @Test
  void refusesASecondValueForAName() {
    for (List<String> pieces : Cuts.inTwo("{\"a\":{\"b\":1},\"a\":2}")) {
      Heard heard = new Heard();
      GrowingDocument document = new GrowingDocument(heard);
      assertThatExceptionOfType(JsonSyntaxException.class)
          .isThrownBy(() -> pieces.forEach(document::feed))
          .satisfies(refused -> assertThat(refused.offset()).isEqualTo(15))
          .satisfies(refused -> assertThat(refused.pointer()).isEqualTo("/a"))
          .withMessageStartingWith("found a member name that the object already has");
      assertThat(heard.increments()).hasSize(2);
    }
  }

  @Test
  void tellsWhatCameBeforeItRefuses() {
    Heard heard = new Heard();
    GrowingDocument document = new GrowingDocument(heard);
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> document.feed("[\"ab\tc\"]"));
    assertThat(heard.increments()).endsWith(increment("", "0", APPEND, "ab"));
  }

  @Test
  void refusesAnEndInsideTheDocument() {
    GrowingDocument document = new GrowingDocument(new Heard());
    document.feed("{\"a\":[1,");
    assertThat(document.complete()).isFalse();
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(document::end)
        .satisfies(refused -> assertThat(refused.offset()).isEqualTo(8))
        .satisfies(refused -> assertThat(refused.pointer()).isEqualTo("/a/1"));
  }

  @Test
  void takesLimitsAndOptions() {
    GrowingDocument document =
        new GrowingDocument(
            new Heard(),
            JsonLimits.DEFAULT.withMaxDepth(2),
            JsonOption.STOP_AT_END,
            JsonOption.RAW_LINE_BREAKS);
    assertThat(document.feed("[\"\n\"] rest")).isEqualTo(5);
    assertThat(document.feed("rest".toCharArray(), 0, 4)).isZero();
    document.end();
    GrowingDocument shallow = new GrowingDocument(new Heard(), JsonLimits.DEFAULT.withMaxDepth(2));
    assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> shallow.feed("[[["));
  }

  private static Increment increment(String path, @Nullable String member, Kind kind, String text) {
    return new Increment(new Place(path, member), kind, text);
  }

  private static Increment root(Kind kind, String text) {
    return new Increment(Place.ROOT, kind, text);
  }
}
