package dev.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {

  private static final Place PLACE = Place.ROOT;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void cutsALongTextBetweenCharacters(int shift) {
    String whole = "x".repeat(shift) + "😀流".repeat(3 * Pieces.MAX_CHARS);

    List<LogEntry> text = of(new LogEntry.Text(whole));
    assertWhole(text.stream().map(it -> ((LogEntry.Text) it).text()).toList(), whole);

    List<LogEntry> reasoning = of(new LogEntry.Reasoning(whole));
    assertWhole(reasoning.stream().map(it -> ((LogEntry.Reasoning) it).text()).toList(), whole);

    List<LogEntry> growth =
        of(new LogEntry.Growth(new Increment(PLACE, Increment.Kind.APPEND, whole)));
    assertWhole(
        growth.stream().map(it -> ((LogEntry.Growth) it).increment().text()).toList(), whole);
    assertThat(growth)
        .allSatisfy(
            it -> {
              assertThat(((LogEntry.Growth) it).increment().place()).isEqualTo(PLACE);
              assertThat(((LogEntry.Growth) it).increment().kind())
                  .isEqualTo(Increment.Kind.APPEND);
            });
  }

  @Test
  void leavesOtherEntriesAsTheyAre() {
    for (LogEntry entry :
        List.of(
            new LogEntry.Text("x".repeat(Pieces.MAX_CHARS)),
            new LogEntry.Reasoning("x"),
            new LogEntry.FollowUp("x".repeat(2 * Pieces.MAX_CHARS)),
            new LogEntry.Growth(
                new Increment(PLACE, Increment.Kind.SCALAR, "1".repeat(2 * Pieces.MAX_CHARS))),
            new LogEntry.Cancelled(null))) {
      assertThat(of(entry)).containsExactly(entry);
    }
  }

  private static void assertWhole(List<String> pieces, String whole) {
    assertThat(pieces.stream().collect(Collectors.joining())).isEqualTo(whole);
    assertThat(pieces)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            piece -> {
              assertThat(piece.length()).isBetween(1, Pieces.MAX_CHARS);
              assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
              assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isFalse();
            });
  }

  private static List<LogEntry> of(LogEntry entry) {
    List<LogEntry> pieces = new ArrayList<>();
    Pieces.of(entry, pieces::add);
    return pieces;
  }
}
