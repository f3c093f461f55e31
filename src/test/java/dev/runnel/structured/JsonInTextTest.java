package dev.runnel.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnel.increment.DocumentFold;
import dev.runnel.increment.Increment;
import dev.runnel.json.Cuts;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.json.JsonValue;
import dev.runnel.json.RandomJson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInTextTest {

  private static final String DOCUMENT = "{\"title\":\"a } b\",\"tags\":[\"```\",{}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\uFEFF%s",
        " \n\t%s",
        "```json\n%s\n```",
        "```\n%s\n```\nand\n```json\n{\"other\":1}\n```",
        "Sure! Here it is:\n%s\nHope this helps.",
        "Of the form {title, tags}: %s",
        "See [note](x), [true story], [ 12px ] and {a}: %s and [1] too",
        "f(x) = {[(%s",
        "{\"title\" and so on: %s",
        "{\"title\": see below} %s",
        "{ %s",
        "[-] [t] [\u00a01] {'a':1} %s }}]]",
        "%s%s",
        "%s,",
        "Set {\" holds: %s",
      })
  void findsTheDocumentInWhatModelsWrite(String frame) {
    String text = frame.replace("%s", DOCUMENT);
    for (List<String> pieces : Cuts.inTwo(text)) {
      assertThat(document(pieces)).as("cut %s", pieces).isEqualTo(JsonValue.parse(DOCUMENT));
    }
    for (List<String> pieces : Cuts.inSizes(text)) {
      assertThat(document(pieces)).isEqualTo(JsonValue.parse(DOCUMENT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "[ ]", "[1]", "[[]]", "[null,2]", "[\"a\"]", "{\"\":-0}"})
  void findsEveryObjectAndArray(String document) {
    for (List<String> pieces : Cuts.inTwo("x " + document + " y")) {
      assertThat(document(pieces)).as("cut %s", pieces).isEqualTo(JsonValue.parse(document));
    }
  }

  @Test
  void findsADocumentBehindAPlaceThatStaysUndecidedToTheEnd() {
    for (List<String> pieces : Cuts.inTwo("Set {\" holds: [1, 2]")) {
      assertThat(document(pieces)).isEqualTo(JsonValue.parse("[1,2]"));
    }
  }

  @Test
  void tellsTheIncrementsOfTheDocumentAlone() {
    List<Increment> heard = new ArrayList<>();
    JsonInText text = new JsonInText(heard::add, JsonLimits.DEFAULT, DocumentKind.CONTAINERS);
    text.feed("Here: [x] [");
    assertThat(heard).isEmpty();
    text.feed("\"a");
    assertThat(heard)
        .extracting(Increment::kind)
        .map(Enum::name)
        .containsExactly("ARRAY", "STRING", "APPEND");
    assertThat(text.complete()).isFalse();
    text.feed("\"] {\"b\":1}");
    assertThat(heard).hasSize(3);
    assertThat(text.complete()).isTrue();
    text.feed("}");
    text.end();
  }

  @Test
  void takesRawLineBreaksInStrings() {
    assertThat(document(List.of("{\"a\":\"1\n\t2\"}")))
        .isEqualTo(JsonValue.parse("{\"a\":\"1\\n\\t2\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no document",
        "```json\n```",
        "[note] {x}",
        "[3 of 5] [1}",
        "\"text\" 12 true",
        "]}"
      })
  void saysThatATextHoldsNoDocument(String text) {
    for (List<String> pieces : Cuts.inTwo(text)) {
      assertThatExceptionOfType(JsonSyntaxException.class)
          .isThrownBy(() -> document(pieces))
          .satisfies(
              none -> assertThat(none.problem()).isEqualTo("the text holds no JSON document"))
          .satisfies(none -> assertThat(none.offset()).isEqualTo(text.length()));
    }
  }

  @Test
  void tellsWhereTheDocumentIsCutShort() {
    assertRefused("So: {\"a\":[1,", 12, "/a/1");
    assertRefused("So [x]: {\"ti", 12, "");
    assertRefused("So [x]: {", 9, "");
    assertRefused("[1", 2, "/0");
  }

  @Test
  void tellsWhereTheDocumentGoesWrong() {
    assertRefused("```\n{\"a\":[1,x]}\n```", 12, "/a/1");
    assertRefused("[x] {\"a\":1,\"a\":2}", 13, "/a");
    assertRefused("[x] [1,}", 7, "/1");
    assertRefused("[x] [[],}", 8, "/1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OBJECT         | [{\"a\":1}]             | {\"a\":1}",
        "ARRAY          | {\"a\":[1,2]}           | [1,2]",
        "STRING         | It is \"so\".           | \"so\"",
        "STRING         | \"a\\n\\\"\"             | \"a\\n\\\"\"",
        "NUMBER         | 42                     | 42",
        "NUMBER         | -1.50e3¶               | -1.50e3",
        "NUMBER         | 答案是42。              | 42",
        "NUMBER         | ```¶7¶```              | 7",
        "NUMBER         | v2 of 1,000: 3x 4-5 6! | 6",
        "BOOLEAN        | truely, it is true     | true",
        "BOOLEAN        | **false**              | false",
        "NULL           | nullable: null         | null",
        "STRING,NULL    | null or \"a\"            | null",
        "OBJECT,NULL    | none, see {\"a\":null}   | {\"a\":null}",
      })
  void seeksOnlyTheKindsOfDocumentThatWereAskedFor(String kinds, String text, String document) {
    for (List<String> pieces : Cuts.inTwo(text.replace('¶', '\n'))) {
      assertThat(document(pieces, kinds(kinds)))
          .as("cut %s", pieces)
          .isEqualTo(JsonValue.parse(document));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OBJECT  | [1,2]",
        "ARRAY   | {\"a\":1}",
        "STRING  | 12 true",
        "NUMBER  | none, 1a, a1, 1.2.3",
        "BOOLEAN | 1 null truth",
      })
  void saysThatATextHoldsNoDocumentOfTheKind(String kinds, String text) {
    for (List<String> pieces : Cuts.inTwo(text)) {
      assertThatExceptionOfType(JsonSyntaxException.class)
          .isThrownBy(() -> document(pieces, kinds(kinds)))
          .satisfies(
              none -> assertThat(none.problem()).isEqualTo("the text holds no JSON document"));
    }
  }

  @Test
  void tellsANumberOrALiteralWhenItStandsAlone() {
    List<Increment> heard = new ArrayList<>();
    JsonInText text = new JsonInText(heard::add, JsonLimits.DEFAULT, kinds("NUMBER,BOOLEAN"));
    text.feed("true");
    assertThat(heard).isEmpty();
    text.feed("st 1");
    text.feed("2");
    assertThat(heard).isEmpty();
    text.feed(" ");
    assertThat(heard).hasSize(1);
    assertThat(text.complete()).isTrue();
    text.end();
    assertThat(heard).hasSize(1);
  }

  @Test
  void looksBackNoFurtherThanItsLimit() {
    String blanks = " ".repeat(LookBack.MAX_CHARS - 8);
    assertThat(document(List.of("{", blanks, "\"a\":1}"))).isEqualTo(JsonValue.parse("{\"a\":1}"));
    String tooMany = blanks + " ".repeat(8);
    assertThat(document(List.of("{", tooMany, "\"a\":1} {\"b\":2}")))
        .isEqualTo(JsonValue.parse("{\"b\":2}"));
  }

  @Test
  void keepsTheLimitsOfTheDocument() {
    JsonInText text =
        new JsonInText(
            increment -> {}, JsonLimits.DEFAULT.withMaxTotalChars(10), DocumentKind.CONTAINERS);
    text.feed("a long text before ");
    text.feed("{\"a\":\"bc\"} and behind");
    text.end();
    JsonInText longer =
        new JsonInText(
            increment -> {}, JsonLimits.DEFAULT.withMaxTotalChars(10), DocumentKind.CONTAINERS);
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> longer.feed("text {\"a\":\"bcd\"}"))
        .satisfies(refused -> assertThat(refused.offset()).isEqualTo(15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "[1",
        "[ ",
        "[t",
        "{\"",
        "{\"a",
        "{ \"a\" ",
        "{\"[1",
        "{\"[1[1\"x",
        "{\"a\":",
        "{\"a\":1x",
        "1",
        "-",
        "1.",
        "tru",
        "truen",
        "n t f ",
        "{\"1x t"
      })
  void readsEachCharacterOfHostileTextAFewTimes(String piece) {
    assertBoundedReads(piece.repeat(20_000));
  }

  @Test
  void readsEachCharacterOfRandomTextAFewTimes() {
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    String alphabet = "{{{[[\"\"11t\\ :,x]}\n-rue";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(200); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertBoundedReads(text.toString());
      } catch (AssertionError tooMany) {
        throw new AssertionError("seed " + seed + ": " + text, tooMany);
      }
    }
  }

  private static void assertBoundedReads(String text) {
    assertBoundedReads(text, DocumentKind.CONTAINERS);
    assertBoundedReads(text, EnumSet.complementOf(EnumSet.of(DocumentKind.STRING)));
  }

  private static void assertBoundedReads(String text, Set<DocumentKind> kinds) {
    int[] reads = {0};
    LookBack counting =
        new LookBack() {
          @Override
          char next() {
            reads[0]++;
            return super.next();
          }
        };
    JsonInText search = new JsonInText(increment -> {}, JsonLimits.DEFAULT, kinds, counting);
    try {
      search.feed(text);
    } catch (JsonSyntaxException afterItWasFound) {
      assertThat(search.complete()).isFalse();
    }
    assertThat(reads[0]).isLessThanOrEqualTo(6 * text.length());
  }

  private static void assertRefused(String text, int offset, String pointer) {
    for (List<String> pieces : Cuts.inTwo(text)) {
      assertThatExceptionOfType(JsonSyntaxException.class)
          .isThrownBy(() -> document(pieces))
          .satisfies(refused -> assertThat(refused.offset()).isEqualTo(offset))
          .satisfies(refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    }
  }

  private static Set<DocumentKind> kinds(String names) {
    Set<DocumentKind> kinds = EnumSet.noneOf(DocumentKind.class);
    for (String name : names.split(",", -1)) {
      kinds.add(DocumentKind.valueOf(name));
    }
    return kinds;
  }

  private static JsonValue document(List<String> pieces) {
    return document(pieces, DocumentKind.CONTAINERS);
  }

  private static JsonValue document(List<String> pieces, Set<DocumentKind> kinds) {
    DocumentFold fold = new DocumentFold();
    JsonInText text = new JsonInText(fold, JsonLimits.DEFAULT, kinds);
    pieces.forEach(text::feed);
    text.end();
    JsonValue value = fold.value();
    if (value == null) {
      throw new AssertionError("the end was accepted without a document");
    }
    return value;
  }
}
