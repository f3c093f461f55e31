package dev.runnel.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldTextTest {

  private final HeldText held = new HeldText();

  @Test
  void joinsPiecesOfAnyLength() {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String piece = "趋势😀x".substring(i % 3) + i;
      held.append(piece.toCharArray(), 0, piece.length());
      held.append('|');
      expected.append(piece).append('|');
    }
    assertThat(held).hasToString(expected.toString());
    assertThat(held.length()).isEqualTo(expected.length());
  }

  @Test
  void takesAPieceFromTheMiddleOfABuffer() {
    held.append("abcd".toCharArray(), 1, 2);
    assertThat(held).hasToString("bc");
  }

  @Test
  void forgetsWhatWaited() {
    held.append('a');
    held.clear();
    assertThat(held.length()).isZero();
    held.append('b');
    assertThat(held).hasToString("b");
  }
}
