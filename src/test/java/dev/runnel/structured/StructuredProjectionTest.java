package dev.runnel.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Projection;
import dev.runnel.increment.Increment;
import dev.runnel.json.JsonValue;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogEntry.Validity;
import dev.runnel.log.LogEntry.Violation;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StructuredProjectionTest {

  private static final Violation SHORT =
      new Violation("/title", "must be at least 3 characters long");
  private static final Violation NO_SIZE = new Violation("", "required property 'size' not found");

  private final List<LogEntry> log = new ArrayList<>();

  @Test
  void tellsAViolationRightAfterTheValueAndAllOfThemAtTheEnd() throws UnusableSchemaException {
    Projection projection =
        by(
            """
            {"type":"object","required":["title","size"],"properties":{
              "title":{"type":"string","minLength":3},"tags":{"type":"array"}}}
            """);
    says(projection, "Sure: {\"title\":\"ab", "\",\"tags\":[", "]} That is it.");
    finishes(projection);

    assertThat(log.stream().map(StructuredProjectionTest::told))
        .containsExactly("STRING", "APPEND", "Violation", "ARRAY", "Complete");
    assertThat(log.get(2)).isEqualTo(SHORT);
    assertThat(validity()).isEqualTo(new Validity(List.of(SHORT, NO_SIZE)));
  }

  @Test
  void saysThatADocumentIsValid() throws UnusableSchemaException {
    Projection projection = by("{\"type\":\"array\"}");
    says(projection, "{\"not\":\"this\"} [1,2]");
    finishes(projection);
    assertThat(validity()).isEqualTo(new Validity(List.of()));
  }

  @Test
  void findsAScalarThatTheTextEndsWith() throws UnusableSchemaException {
    Projection projection = by("{\"type\":\"integer\",\"maximum\":10}");
    says(projection, "The answer: 4", "2");
    assertThat(log).isEmpty();
    finishes(projection);
    assertThat(log.stream().map(StructuredProjectionTest::told))
        .containsExactly("SCALAR", "Violation", "Complete");
    assertThat(validity())
        .isEqualTo(new Validity(List.of(new Violation("", "must have a maximum value of 10"))));
  }

  @Test
  void hasNoVerdictWithoutASchema() {
    Projection projection = new PatchProcessor().begin("m");
    says(projection, "{}");
    finishes(projection);
    assertThat(validity()).isNull();
  }

  @Test
  void endsWithAnErrorWhenThereIsNoDocumentOfTheKind() throws UnusableSchemaException {
    Projection projection = by("{\"type\":\"array\"}");
    says(projection, "{\"title\":\"a\"}");
    finishes(projection);
    assertThat(log)
        .singleElement()
        .isInstanceOfSatisfying(
            LogEntry.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.OUTPUT_INVALID));
  }

  private static Projection by(String schema) throws UnusableSchemaException {
    return new PatchProcessor().begin("m", AnswerSchema.of(JsonValue.parse(schema)));
  }

  private void says(Projection projection, String... texts) {
    for (String text : texts) {
      projection.onEvent(new ModelEvent.Text(text), log::add);
    }
  }

  private void finishes(Projection projection) {
    projection.onEvent(new ModelEvent.Finished("stop", null, null, null), log::add);
  }

  private @Nullable Validity validity() {
    return ((LogEntry.Complete) log.get(log.size() - 1)).validity();
  }

  private static String told(LogEntry entry) {
    if (entry instanceof LogEntry.Growth growth) {
      Increment increment = growth.increment();
      return increment.kind().name();
    }
    return entry.getClass().getSimpleName();
  }
}
