package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random documents and random damage, against the slow reading of the grammar. */
class JsonRandomTest {

  private static final int DOCUMENTS = 3_000;
  private static final String DAMAGE = "{}[]\",:\\u0-.eE+tn \n\u0001\uD83D\uDE00x";

  @Test
  void readsWhatTheTextMeansHoweverItIsCut() {
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    for (int i = 0; i < DOCUMENTS; i++) {
      JsonValue value = json.value(4);
      String text = json.text(value);
      List<String> pieces = Cuts.random(text, random);
      assertThat(SlowJson.parse(text)).as("seed %d, document %d", seed, i).contains(value);
      assertThat(parse(pieces)).as("seed %d, document %d: %s", seed, i, pieces).contains(value);
      assertThat(JsonValue.parse(value.toJson()))
          .as("seed %d, document %d", seed, i)
          .isEqualTo(value);
    }
  }

  @Test
  void refusesDamagedTextsExactlyWhereTheGrammarDoes() {
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    for (int i = 0; i < DOCUMENTS; i++) {
      StringBuilder text = new StringBuilder(json.text(json.value(3)));
      int wounds = 1 + random.nextInt(3);
      for (int wound = 0; wound < wounds; wound++) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(2));
        char c = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
        text.replace(at, end, random.nextBoolean() ? "" : String.valueOf(c));
      }
      List<String> pieces = Cuts.random(text.toString(), random);
      assertThat(parse(pieces))
          .as("seed %d, document %d: %s", seed, i, pieces)
          .isEqualTo(SlowJson.parse(text.toString()));
    }
  }

  private static Optional<JsonValue> parse(List<String> pieces) {
    JsonValueBuilder builder = new JsonValueBuilder();
    JsonPushParser parser = new JsonPushParser(builder);
    try {
      pieces.forEach(parser::feed);
      parser.end();
      return Optional.of(builder.root());
    } catch (JsonSyntaxException refused) {
      return Optional.empty();
    }
  }
}
