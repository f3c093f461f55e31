package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Secret;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private final Redaction redaction = new Redaction(new Secret("pat_3141"));

  @Test
  void replacesTheKeyBeforeItCuts() {
    assertThat(redaction.shown("pat_3141 is wrong, pat_3141!", 300))
        .isEqualTo("*** is wrong, ***!");
    assertThat(redaction.shown("key pat_3141", 9)).isEqualTo("key ***");
  }

  @Test
  void putsAllOnOneLine() {
    assertThat(redaction.shown("a\r\nb\tc\u0000d\n", 300)).isEqualTo("a  b c d");
  }

  @Test
  void cutsNoCharacterInTwo() {
    assertThat(redaction.shown("潮🌊", 2)).isEqualTo("潮");
    assertThat(redaction.shown("潮🌊", 3)).isEqualTo("潮🌊");
  }

  @Test
  void leavesAllAsItIsWithoutAKey() {
    assertThat(new Redaction(null).shown("pat_3141", 300)).isEqualTo("pat_3141");
    assertThat(new Redaction(new Secret("")).shown("ab", 300)).isEqualTo("ab");
    assertThat(redaction.shown(null, 300)).isNull();
  }
}
