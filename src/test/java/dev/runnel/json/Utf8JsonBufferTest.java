package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8JsonBufferTest {

  @Test
  void writesAnyTextAsAJsonStringThatReadsBackTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
        text.appendCodePoint(codePoint >= 0xd800 && codePoint < 0xe000 ? 'x' : codePoint);
      }
      String json = written(text.toString());
      assertThat(JsonValue.parse(json))
          .as("seed %s, round %s", seed, round)
          .isEqualTo(new JsonValue.JsonString(text.toString()));
    }
  }

  @Test
  void escapesWhatMustNotStandInAString() {
    assertThat(written("\"\\\n\r\t\b\f\u0000\u001f"))
        .isEqualTo("\"\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\"");
  }

  @Test
  void writesLoneHalvesOfSurrogatePairsAsTheReplacementCharacter() {
    assertThat(written("a\ud83dz\ude00\ud83d")).isEqualTo("\"a\ufffdz\ufffd\ufffd\"");
  }

  @Test
  void escapedPiecesConcatenate() {
    Utf8JsonBuffer pieces = new Utf8JsonBuffer(0);
    pieces.append("\"").appendEscaped("科\n").appendEscaped("😀\"").append("\"");
    assertThat(text(pieces)).isEqualTo(written("科\n😀\""));
  }

  @Test
  void keepsWhatAReaderKnowsWhileItGrows() {
    Utf8JsonBuffer buffer = new Utf8JsonBuffer(16);
    buffer.append("first");
    byte[] known = buffer.array();
    int to = buffer.length();
    buffer.append("x".repeat(10_000));
    assertThat(new String(known, 0, to, StandardCharsets.UTF_8)).isEqualTo("first");
    assertThat(buffer.array()).isNotSameAs(known);
  }

  @Test
  void knowsTheRoomThatTextTakesBeforeItIsAppended() {
    String text = "plain\"\\\n\u0001é科😀\ud83d";
    assertThat(Utf8JsonBuffer.escapedBytes(text))
        .isEqualTo(written(text).getBytes(StandardCharsets.UTF_8).length - 2);
    Utf8JsonBuffer buffer = new Utf8JsonBuffer(16);
    for (int i = 0; i < 200; i++) {
      int room = buffer.roomFor(text, 1);
      buffer.appendEscaped(text);
      assertThat(buffer.array()).hasSize(room);
    }
  }

  @Test
  void givesBackTheRoomThatIsNotUsed() {
    Utf8JsonBuffer buffer = new Utf8JsonBuffer(1000);
    buffer.append("kept").trim();
    assertThat(buffer.array()).hasSize(4);
    assertThat(text(buffer.append(" and more"))).isEqualTo("kept and more");
  }

  private static String written(String text) {
    return text(new Utf8JsonBuffer(16).appendString(text));
  }

  private static String text(Utf8JsonBuffer buffer) {
    return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
  }
}
