package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPushParserTest {

  private static final String SAMPLE =
      " {\"t\\u00e9\":\"a\\n\\ud83d\\ude00\uD83D\uDE00b\",\"n\":[-1.50e+3,true,false,null,{},[]]}\n";

  @Test
  void tellsEveryKindOfValueInTheOrderOfTheText() {
    assertThat(told(SAMPLE).joined())
        .containsExactly(
            "{",
            "name té",
            "<",
            "+a\n😀😀b",
            ">",
            "name n",
            "[",
            "number -1.50e+3",
            "true",
            "false",
            "null",
            "{",
            "}",
            "[",
            "]",
            "]",
            "}");
  }

  @Test
  void tellsTheSameHoweverTheTextIsCut() {
    List<String> whole = told(SAMPLE).joined();
    for (List<String> pieces : Cuts.inTwo(SAMPLE)) {
      assertThat(told(pieces).joined()).as("cut %s", pieces).isEqualTo(whole);
    }
    for (List<String> pieces : Cuts.inSizes(SAMPLE)) {
      assertThat(told(pieces).joined()).isEqualTo(whole);
    }
  }

  @Test
  void readsTextsLongerThanItsWindow() {
    String text = "\"" + "0123456789".repeat(1_000) + "\"";
    assertThat(told(text).joined()).containsExactly("<", "+" + "0123456789".repeat(1_000), ">");
    Told told = new Told();
    new JsonPushParser(told).feed(CharBuffer.wrap(text));
    assertThat(told.joined()).isEqualTo(told(text).joined());
  }

  @Test
  void handsOnStringTextFromTheBufferItCameIn() {
    char[] text = "\"abc".toCharArray();
    boolean[] same = {false};
    JsonHandler handler =
        new Ignoring() {
          @Override
          public void stringText(char[] buffer, int offset, int length) {
            same[0] = buffer == text && offset == 1 && length == 3;
          }
        };
    new JsonPushParser(handler).feed(text, 0, text.length);
    assertThat(same[0]).isTrue();
  }

  @Test
  void allocatesNothingForTheTextOfAString() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    JsonPushParser parser = new JsonPushParser(new Ignoring());
    parser.feed("{\"text\":\"four");
    int tokens = 250_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int token = 0; token < tokens; token++) {
      parser.feed("four");
    }
    // Not zero: the VM itself allocates a little now and then.
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).isLessThan(tokens);
  }

  @Test
  void holdsBackHalfAnEscape() {
    Told told = new Told();
    JsonPushParser parser = new JsonPushParser(told);
    for (String piece : List.of("\"x\\", "u", "4", "e", "2")) {
      parser.feed(piece);
    }
    assertThat(told.events()).containsExactly("<", "+x");
    parser.feed("d");
    assertThat(told.joined()).containsExactly("<", "+x中");
  }

  @Test
  void holdsBackTheFirstHalfOfASurrogatePair() {
    for (String first : List.of("\uD83D", "\\ud83d")) {
      for (String second : List.of("\uDE00", "\\uDE00")) {
        Told told = new Told();
        JsonPushParser parser = new JsonPushParser(told);
        parser.feed("\"x" + first);
        assertThat(told.joined()).containsExactly("<", "+x");
        parser.feed(second);
        assertThat(told.joined()).containsExactly("<", "+x😀");
      }
    }
  }

  @Test
  void holdsBackNumbersLiteralsAndNames() {
    Told told = new Told();
    JsonPushParser parser = new JsonPushParser(told);
    parser.feed("{\"ab");
    assertThat(told.events()).containsExactly("{");
    parser.feed("c\":[12");
    assertThat(told.events()).containsExactly("{", "name abc", "[");
    parser.feed(".5,tru");
    assertThat(told.events()).containsExactly("{", "name abc", "[", "number 12.5");
    parser.feed("e]}");
    assertThat(told.events()).endsWith("true", "]", "}");
  }

  @Test
  void replacesHalvesOfSurrogatePairsThatStayAlone() {
    String[] lone = {"\uD83D", "\\ud83d", "\uDE00", "\\ude00"};
    for (String half : lone) {
      for (String text : List.of(half, half + "x", half + "\\n", "x" + half + "y")) {
        String json = "[\"" + text + "\"]";
        JsonValue expected = SlowJson.parse(json).orElseThrow();
        assertThat(expected.toJson()).contains("\uFFFD");
        for (List<String> pieces : Cuts.inTwo(json)) {
          assertThat(value(pieces)).as("cut %s", pieces).isEqualTo(expected);
        }
      }
    }
    assertThat(JsonValue.parse("\"\\ud83d\\ud83d\\ude00\\ude00\""))
        .isEqualTo(new JsonValue.JsonString("\uFFFD😀\uFFFD"));
    assertThat(JsonValue.parse("{\"\\ud83d\":1}").toJson()).isEqualTo("{\"\uFFFD\":1}");
  }

  @Test
  void tellsHalvesOfSurrogatePairsAsTheyAreWhenAskedTo() {
    for (String json : List.of("\"\\ud83dx\\ude00\\ud83d\"", "\"\uD83Dx\uDE00\uD83D\"")) {
      assertThat(JsonValue.parse(json, JsonLimits.DEFAULT, JsonOption.LONE_SURROGATES))
          .isEqualTo(new JsonValue.JsonString("\uD83Dx\uDE00\uD83D"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-0",
        "-0.0e-0",
        "10",
        "1e5",
        "1E+05",
        "2.50",
        "true",
        "false",
        "null",
        " \t\r\n[ ] ",
        "[[[]],{}]",
        "{\"\":\"\"}",
        "{\"a\":{\"a\":[0,{}]},\"b\":[]}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uFFff\"",
        "\"\u007f\u2028\u2029\uFEFF\"",
        "{\"a\":1,\"a\":2}",
        "[1 , 2 ,\n3]"
      })
  void acceptsJson(String text) {
    for (List<String> pieces : Cuts.inTwo(text)) {
      assertThat(value(pieces)).as("cut %s", pieces).isEqualTo(SlowJson.parse(text).orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "}",
        "]",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "-",
        "1.",
        "1e",
        "1e+",
        "t",
        "tru",
        "nul",
        "[1",
        "[1,",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1 2]",
        "[1;2]",
        "{,}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\",\"b\"}",
        "[1}",
        "{\"a\":1]",
        "[]]",
        "{}{}",
        "1 2",
        "\"a\"b",
        "01",
        "-01",
        "00",
        "+1",
        ".5",
        "1.e1",
        "-.5",
        "0x1",
        "1_0",
        "1e5.5",
        "--1",
        "-a",
        "NaN",
        "Infinity",
        "-Infinity",
        "nan",
        "True",
        "NULL",
        "truee",
        "nulL",
        "undefined",
        "\"\\x\"",
        "\"\\u123g\"",
        "\"\\u12\"",
        "\"\\U0041\"",
        "\"\\'\"",
        "'a'",
        "\"\n\"",
        "\"\t\"",
        "\"\r\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "{\"a\nb\":1}",
        "\uFEFF{}",
        "// c\n1",
        "/**/1",
        "[1]#",
        "\u00a0[]",
        "[\u000b]",
        "\"\\\uff11\"",
        "\"\\u\uff10\uff10\uff10\uff10\"",
        "[\uff11]",
        "1\u0000"
      })
  void refusesWhatIsNotJson(String text) {
    assertThat(SlowJson.parse(text)).isEmpty();
    JsonSyntaxException whole = refusal(List.of(text));
    for (List<String> pieces : Cuts.inTwo(text)) {
      JsonSyntaxException cut = refusal(pieces);
      assertThat(cut.offset()).as("cut %s", pieces).isEqualTo(whole.offset());
      assertThat(cut.pointer()).isEqualTo(whole.pointer());
      assertThat(cut).hasMessage(whole.getMessage());
    }
  }

  @Test
  void tellsBeforeItRefusesTheSameHoweverTheTextIsCut() {
    String text = "{\"a\":[\"bc\uD83D\t\"]}";
    for (List<String> pieces : Cuts.inTwo(text)) {
      Told told = new Told();
      JsonPushParser parser = new JsonPushParser(told);
      assertThatExceptionOfType(JsonSyntaxException.class)
          .isThrownBy(() -> pieces.forEach(parser::feed));
      assertThat(told.joined()).containsExactly("{", "name a", "[", "<", "+bc\uFFFD");
    }
  }

  @Test
  void saysWhereAndWhatWasFoundAndWhatIsAllowed() {
    assertRefused("{\"a\":[1,{\"b/~\":x}]}", 15, "/a/1/b~1~0", "found 'x', allowed here: a value");
    assertRefused("{\"a\":1;}", 6, "/a", "found ';', allowed here: ',' or '}'");
    assertRefused("{\"a\":1,\n2}", 8, "", "found '2', allowed here: a member name");
    assertRefused("[1,2 3]", 5, "/1", "found '3', allowed here: ',' or ']'");
    assertRefused("[[],[0,", 7, "/1/1", "the text ends, allowed here: a value");
    assertRefused("[\"a\u0007\"]", 3, "/0", "found U+0007, allowed here: '\"' or text");
    assertRefused("[\"\\é\"]", 3, "/0", "found U+00E9, allowed here: one of \" \\ /");
    assertRefused("{} x", 3, "", "found 'x', allowed here: only white space");
    assertRefused("", 0, "", "the text ends, allowed here: a value");
    assertRefused("[1e", 3, "/0", "the text ends, allowed here: a digit, '+' or '-'");
    assertRefused("[trve]", 3, "/0", "found 'v', allowed here: the rest of true");
  }

  @Test
  void neverRepeatsMoreThanOneCharacterOfTheText() {
    assertThat(refusal(List.of("{\"secret\":\"secret\",\"secret\":secret}")))
        .hasMessageNotContaining("secret")
        .hasMessageContaining("found 's'");
  }

  @Test
  void movesItsOffsetByWhatStandsBefore() {
    JsonSyntaxException moved = refusal(List.of("[x]")).after(100);
    assertThat(moved.offset()).isEqualTo(101);
    assertThat(moved.pointer()).isEqualTo("/0");
    assertThat(moved).hasMessage("found 'x', allowed here: a value or ']' (at offset 101)");
  }

  @Test
  void takesRawLineBreaksAndTabsWhereThatIsAsked() {
    Told told = new Told();
    JsonPushParser lenient =
        new JsonPushParser(told, JsonLimits.DEFAULT, JsonOption.RAW_LINE_BREAKS);
    lenient.feed("{\"a\n\":\"1\r\n\t2\"}");
    lenient.end();
    assertThat(told.joined()).containsExactly("{", "name a\n", "<", "+1\r\n\t2", ">", "}");
    JsonPushParser other =
        new JsonPushParser(new Told(), JsonLimits.DEFAULT, JsonOption.RAW_LINE_BREAKS);
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> other.feed("\"\u000b"))
        .satisfies(refused -> assertThat(refused.offset()).isEqualTo(1));
  }

  @Test
  void refusesRepeatedNamesWhereThatIsAsked() {
    JsonPushParser unique =
        new JsonPushParser(new Told(), JsonLimits.DEFAULT, JsonOption.UNIQUE_NAMES);
    unique.feed("[{\"a\":{\"a\":1},\"b\":[{\"a\":2},{\"a\":3}]},{\"a\":1,");
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> unique.feed("\"\\u0061\":2}]"))
        .withMessageStartingWith("found a member name that the object already has")
        .satisfies(refused -> assertThat(refused.pointer()).isEqualTo("/1/a"));
  }

  @Test
  void stopsRightAfterTheRootWhereThatIsAsked() {
    for (String root : List.of("{\"a\":\"}\"}", "[[1],2]", "\"a\\\"\"", "-1.5", "true", "null")) {
      for (String rest : List.of("", " ", "x", ",", "{}", "\"")) {
        for (List<String> pieces : Cuts.inTwo(root + rest)) {
          JsonPushParser parser =
              new JsonPushParser(new Told(), JsonLimits.DEFAULT, JsonOption.STOP_AT_END);
          int read = 0;
          for (String piece : pieces) {
            read += parser.feed(piece);
          }
          parser.end();
          assertThat(read).as("cut %s", pieces).isEqualTo(root.length());
          assertThat(parser.offset()).isEqualTo(root.length());
          assertThat(parser.rootComplete()).isTrue();
        }
      }
    }
  }

  @Test
  void knowsWhenTheRootIsComplete() {
    JsonPushParser parser = new JsonPushParser(new Told());
    assertThat(parser.rootComplete()).isFalse();
    parser.feed("[1");
    assertThat(parser.rootComplete()).isFalse();
    assertThat(parser.feed("] ")).isEqualTo(2);
    assertThat(parser.rootComplete()).isTrue();
    parser.end();
    parser.end();
  }

  @Test
  void isClosedAfterAnException() {
    JsonPushParser parser = new JsonPushParser(new Told());
    assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> parser.feed("x"));
    assertThatIllegalStateException().isThrownBy(() -> parser.feed("1"));
    assertThatIllegalStateException().isThrownBy(parser::end);
  }

  @Test
  void isClosedAfterAnExceptionOfItsHandler() {
    JsonHandler failing =
        new Ignoring() {
          @Override
          public void nullValue() {
            throw new UnsupportedOperationException();
          }
        };
    JsonPushParser parser = new JsonPushParser(failing);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> parser.feed("[null"));
    assertThatIllegalStateException().isThrownBy(() -> parser.feed("]"));
  }

  private static void assertRefused(String text, int offset, String pointer, String message) {
    JsonSyntaxException refused = refusal(List.of(text));
    assertThat(refused).hasMessageStartingWith(message);
    assertThat(refused.offset()).isEqualTo(offset);
    assertThat(refused.pointer()).isEqualTo(pointer);
  }

  private static JsonSyntaxException refusal(List<String> pieces) {
    JsonPushParser parser = new JsonPushParser(new Told());
    try {
      pieces.forEach(parser::feed);
      parser.end();
    } catch (JsonSyntaxException refused) {
      return refused;
    }
    throw new AssertionError("accepted " + pieces);
  }

  private static Told told(String... pieces) {
    return told(Arrays.asList(pieces));
  }

  private static Told told(List<String> pieces) {
    Told told = new Told();
    JsonPushParser parser = new JsonPushParser(told);
    pieces.forEach(parser::feed);
    parser.end();
    return told;
  }

  private static JsonValue value(List<String> pieces) {
    JsonValueBuilder builder = new JsonValueBuilder();
    JsonPushParser parser = new JsonPushParser(builder);
    pieces.forEach(parser::feed);
    parser.end();
    return builder.root();
  }
}
