package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLimitsTest {

  private static final JsonLimits DEFAULT = JsonLimits.DEFAULT;

  @Test
  void boundsTheDepth() {
    JsonLimits limits = DEFAULT.withMaxDepth(3);
    assertAccepted("[[{}],{\"a\":[]}]", limits);
    assertRefused("[[{\"a\":{", limits, 7, "/0/0/a", "more than 3 levels, allowed by maxDepth");
  }

  @Test
  void refusesTheDeepestNestingWithoutAStack() {
    assertRefused("[".repeat(100_000), DEFAULT, 512, "/0".repeat(512), "more than 512 levels");
  }

  @Test
  void boundsTheCharactersOfOneString() {
    JsonLimits limits = DEFAULT.withMaxStringChars(4);
    assertAccepted("[\"abcd\",\"\\u0061\\n\\\\d\",\"😀😀\",{\"longer\":\"\"}]", limits);
    assertRefused("[\"abcde\"]", limits, 6, "/0", "more than 4 characters of string");
    assertRefused("[\"abcd\\n\"]", limits, 7, "/0", "allowed by maxStringChars");
    assertRefused("[\"abc😀\"]", limits, 6, "/0", "allowed by maxStringChars");
    assertRefused("[\"abcd😀\"]", limits, 7, "/0", "allowed by maxStringChars");
    assertRefused("[\"abcd\uD83D\"]", limits, 7, "/0", "allowed by maxStringChars");
  }

  @Test
  void tellsWhatIsWithinTheLimitOfAStringHoweverTheTextIsCut() {
    String text = "\"ab😀\"";
    for (List<String> pieces : Cuts.inTwo(text)) {
      Told told = new Told();
      JsonPushParser parser = new JsonPushParser(told, DEFAULT.withMaxStringChars(3));
      try {
        pieces.forEach(parser::feed);
      } catch (JsonSyntaxException refused) {
        assertThat(told.joined()).as("cut %s", pieces).containsExactly("<", "+ab");
        continue;
      }
      throw new AssertionError("accepted " + pieces);
    }
  }

  @Test
  void boundsTheCharactersOfOneNumber() {
    JsonLimits limits = DEFAULT.withMaxNumberChars(5);
    assertAccepted("[12345,-1e+5]", limits);
    assertRefused("[1,123456]", limits, 8, "/1", "more than 5 characters of number");
    assertRefused("[1.0e+x]", limits, 6, "/0", "found 'x'");
  }

  @Test
  void boundsTheExponentOfANumber() {
    JsonLimits limits = DEFAULT.withMaxExponent(324);
    assertAccepted("[1e324,-4.9E-324,0e+324,1e0000324,325,1.325]", limits);
    assertRefused("[1,1e325]", limits, 7, "/1", "an exponent over 324, allowed by maxExponent");
    assertRefused("[-1.5E-3240]", limits, 10, "/0", "allowed by maxExponent");
    assertRefused("{\"a\":1e1000000000}", limits, 10, "/a", "allowed by maxExponent");
    assertRefused("[1e12345]", limits.withMaxNumberChars(4), 5, "/0", "allowed by maxNumberChars");
  }

  @Test
  void takesAnyExponentByDefault() {
    assertAccepted("[1e400,1e2147483648,-1e-99999999999999999999]", DEFAULT);
  }

  @Test
  void boundsTheMembersOfTheWholeDocument() {
    JsonLimits limits = DEFAULT.withMaxMembers(4);
    assertAccepted("{\"a\":[1,2],\"b\":{}}", limits);
    assertRefused("{\"a\":[1,2],\"b\":[3]}", limits, 16, "/b/0", "more than 4 members and items");
    assertRefused("[1,2,3,{\"a\":1}]", limits, 8, "/3", "allowed by maxMembers");
  }

  @Test
  void boundsThePointerAndSoTheNames() {
    JsonLimits limits = DEFAULT.withMaxPointerChars(6);
    assertAccepted("{\"abcde\":[],\"a\":{\"b\":{\"c\":\"long enough\"}}}", limits);
    assertRefused("{\"abcdefg\":1}", limits, 8, "", "characters of member name");
    assertRefused("{\"abcdef\":1}", limits, 8, "/abcdef", "more than 6 characters of pointer");
    assertRefused("{\"ab/~\":1}", limits, 6, "/ab~1~0", "allowed by maxPointerChars");
    assertRefused("{\"abcd\":[[0]]}", limits, 9, "/abcd/0", "allowed by maxPointerChars");
    assertRefused(
        "{\"a\":{\"b\":{\"cd\":0}}}", limits, 14, "/a/b/cd", "allowed by maxPointerChars");
  }

  @Test
  void boundsTheWholeText() {
    JsonLimits limits = DEFAULT.withMaxTotalChars(6);
    assertAccepted("[1,23]", limits);
    assertRefused("[1,234]", limits, 6, "/1", "more than 6 characters of text");
    assertRefused("[1,2]  ", limits, 6, "", "allowed by maxTotalChars");
  }

  @Test
  void countsNothingAfterTheRootWhereReadingStopsThere() {
    JsonPushParser parser =
        new JsonPushParser(new Told(), DEFAULT.withMaxTotalChars(2), JsonOption.STOP_AT_END);
    assertThat(parser.feed("[] and so on")).isEqualTo(2);
    assertThat(parser.feed("more")).isZero();
  }

  @Test
  void refusesLimitsBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULT.withMaxDepth(0))
        .withMessage("maxDepth is 0, allowed are 1 and more");
  }

  private static void assertAccepted(String text, JsonLimits limits) {
    assertThat(JsonValue.parse(text, limits)).isEqualTo(SlowJson.parse(text).orElseThrow());
  }

  private static void assertRefused(
      String text, JsonLimits limits, int offset, String pointer, String message) {
    for (List<String> pieces : text.length() < 100 ? Cuts.inTwo(text) : Cuts.inSizes(text)) {
      JsonPushParser parser = new JsonPushParser(new Told(), limits);
      try {
        pieces.forEach(parser::feed);
        parser.end();
      } catch (JsonSyntaxException refused) {
        assertThat(refused).as("cut %s", pieces).hasMessageContaining(message);
        assertThat(refused.offset()).as("cut %s", pieces).isEqualTo(offset);
        assertThat(refused.pointer()).isEqualTo(pointer);
        continue;
      }
      throw new AssertionError("accepted " + pieces);
    }
  }
}
