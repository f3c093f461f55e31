package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.Cuts;
import dev.runnel.json.JsonLimits;
import dev.runnel.json.JsonSyntaxException;
import dev.runnel.json.JsonValue;
import dev.runnel.json.SlowJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The promises of {@link GrowingDocument} over texts that a fuzzer makes up, valid or not, against
 * the slow reading of the grammar. In a build it runs the texts it was given as seeds.
 *
 * <p>An input's first byte decides how the text is cut, the rest is the text. In it private use
 * characters stand for halves of surrogate pairs, which UTF-8 cannot carry.
 */
class GrowingDocumentFuzzTest {

  private static final int MAX_DEPTH = JsonLimits.DEFAULT.maxDepth();

  /** Folding after each increment costs the square of the text; it is done for short ones. */
  private static final int SHORT_CHARS = 256;

  /** What came of a text: what was told, and why it was refused if it was. */
  private record Outcome(List<Increment> increments, @Nullable JsonSyntaxException refused) {}

  @DictionaryEntries({"\\u", "\\ud83c", "\\udf0a", "\\\"", "true", "false", "null", "\":\""})
  @FuzzTest(maxDuration = "", maxExecutions = 1_000_000)
  void keepsItsPromisesWhateverTheTextAndHoweverItIsCut(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = text(input);
    if (text.chars().filter(c -> c == '[' || c == '{').count() > MAX_DEPTH) {
      return;
    }
    Optional<JsonValue> expected = SlowJson.parseUnique(text);
    Outcome whole = outcome(List.of(text));
    Outcome cut = outcome(Cuts.random(text, new Random(input[0])));

    DocumentFold fold = fold(cut, text.length() <= SHORT_CHARS);
    assertThat(cut.refused() == null).isEqualTo(expected.isPresent());
    if (expected.isPresent()) {
      assertThat(fold.value()).isEqualTo(expected.get());
    }
    assertThat(Heard.joined(cut.increments())).isEqualTo(Heard.joined(whole.increments()));
    assertThat(place(cut.refused())).isEqualTo(place(whole.refused()));
  }

  /** Folds, which fails where a place begins twice, and checks that the document only grows. */
  private static DocumentFold fold(Outcome outcome, boolean atEach) {
    DocumentFold fold = new DocumentFold();
    Place open = Place.ROOT;
    JsonValue before = null;
    for (Increment increment : outcome.increments()) {
      fold.increment(increment);
      if (increment.begins()) {
        open = increment.place();
      } else {
        assertThat(increment.kind()).isEqualTo(Kind.APPEND);
        assertThat(increment.place()).isSameAs(open);
        assertThat(increment.text()).isNotEmpty();
      }
      if (atEach) {
        JsonValue now = Objects.requireNonNull(fold.value());
        assertThat(before == null || Prefix.isPrefix(before, now)).isTrue();
        before = now;
      }
    }
    return fold;
  }

  private static Outcome outcome(List<String> pieces) {
    Heard heard = new Heard();
    GrowingDocument document =
        new GrowingDocument(heard, JsonLimits.DEFAULT.withMaxNumberChars(Integer.MAX_VALUE));
    try {
      pieces.forEach(document::feed);
      document.end();
      return new Outcome(heard.increments(), null);
    } catch (JsonSyntaxException refused) {
      return new Outcome(heard.increments(), refused);
    }
  }

  private static String place(@Nullable JsonSyntaxException refused) {
    return refused == null ? "" : refused.getMessage() + " at " + refused.pointer();
  }

  private static String text(byte[] input) {
    char[] chars = new String(input, 1, input.length - 1, StandardCharsets.UTF_8).toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= '\uE000' && chars[i] <= '\uE7FF') {
        chars[i] = (char) (chars[i] - 0x800);
      }
    }
    return new String(chars);
  }
}
