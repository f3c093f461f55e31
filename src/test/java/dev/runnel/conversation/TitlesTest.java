package dev.runnel.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TitlesTest {

  @Test
  void isTheBeginningOfTheQuestionInOneLine() {
    assertThat(Titles.of(" What is\n\ta\u2028rill? ")).isEqualTo("What is a rill?");
    assertThat(Titles.of("水".repeat(60))).isEqualTo("水".repeat(60));
    assertThat(Titles.of("水".repeat(61))).isEqualTo("水".repeat(59) + "…");
  }

  @Test
  void neverEndsWithinACharacter() {
    for (int shift = 0; shift < 2; shift++) {
      String title = Titles.of("x".repeat(shift) + "😀".repeat(60));
      assertThat(title).hasSizeLessThanOrEqualTo(Titles.MAX_MADE_CHARS).endsWith("😀…");
    }
  }

  @Test
  void hasNoControlCharacters() {
    assertThat(Titles.line("a\u0000b\u001b[0m c\u3000d")).isEqualTo("a b [0m c d");
  }
}
