package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.runnel.json.Cuts;
import dev.runnel.json.JsonValue;
import dev.runnel.json.RandomJson;
import dev.runnel.patch.JsonPatch;
import dev.runnel.patch.PatchException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchIncrementsTest {

  private static final String START =
      "[{\"op\":\"replace\",\"path\":\"\",\"value\":"
          + "{\"s\":\"ab\",\"n\":1,\"a\":[\"x\",{}],\"o\":{\"p\":null}}}]";

  private final Heard heard = new Heard();
  private final PatchIncrements patches = new PatchIncrements(heard);

  @Test
  void tellsOnlyTheTextThatIsNew() {
    patch("[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]");
    assertThat(chunks()).isEmpty();
    patch("[{\"op\":\"add\",\"path\":\"/title\",\"value\":\"\"}]");
    patch("[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"科技\"}]");
    patch("[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"科技\"}]");
    patch("[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"科技发展\"}]");
    assertThat(chunks())
        .containsExactly(
            "\"data\":{\"title\":\"\"}",
            "\"data\":{\"title\":\"科技\"}",
            "\"data\":{\"title\":\"发展\"}");
  }

  @Test
  void tellsAllThatIsInAValue() {
    patch(START);
    assertThat(chunks())
        .containsExactly(
            "\"data\":{\"s\":\"\"}",
            "\"data\":{\"s\":\"ab\"}",
            "\"data\":{\"n\":1}",
            "\"data\":{\"a\":[]}",
            "\"path\":\"/a\",\"data\":{\"0\":\"\"}",
            "\"path\":\"/a\",\"data\":{\"0\":\"x\"}",
            "\"path\":\"/a\",\"data\":{\"1\":{}}",
            "\"data\":{\"o\":{}}",
            "\"path\":\"/o\",\"data\":{\"p\":null}");
  }

  @Test
  void tellsWhatAValueHasMoreThanTheOneBefore() {
    patch(START);
    int before = heard.increments().size();
    patch(
        "[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"t\":true,\"s\":\"abc\",\"n\":1.0,"
            + "\"a\":[\"xy\",{\"q\":[]},7],\"o\":{\"p\":null}}},"
            + "{\"op\":\"add\",\"path\":\"/s\",\"value\":\"abcd\"},"
            + "{\"op\":\"add\",\"path\":\"/a/-\",\"value\":8},"
            + "{\"op\":\"add\",\"path\":\"/a/4\",\"value\":9}]");
    assertThat(chunks().subList(before, chunks().size()))
        .containsExactly(
            "\"data\":{\"t\":true}",
            "\"data\":{\"s\":\"c\"}",
            "\"path\":\"/a\",\"data\":{\"0\":\"y\"}",
            "\"path\":\"/a/1\",\"data\":{\"q\":[]}",
            "\"path\":\"/a\",\"data\":{\"2\":7}",
            "\"data\":{\"s\":\"d\"}",
            "\"path\":\"/a\",\"data\":{\"3\":8}",
            "\"path\":\"/a\",\"data\":{\"4\":9}");
  }

  @Test
  void tellsARootThatIsNoObject() {
    patch("[{\"op\":\"add\",\"path\":\"\",\"value\":\"\"}]");
    patch("[{\"op\":\"replace\",\"path\":\"\",\"value\":\"x\"}]");
    patches.end();
    assertThat(chunks()).containsExactly("\"data\":\"\"", "\"data\":\"x\"");
  }

  @Test
  void tellsAnEmptyRootObjectAtTheEnd() {
    patch("[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]");
    patch("[{\"op\":\"test\",\"path\":\"\",\"value\":{}}]");
    assertThat(chunks()).isEmpty();
    patches.end();
    assertThat(chunks()).containsExactly("\"data\":{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/s   | {\"op\":\"replace\",\"path\":\"/s\",\"value\":\"b\"}",
        "/s   | {\"op\":\"replace\",\"path\":\"/s\",\"value\":\"a\"}",
        "/s   | {\"op\":\"add\",\"path\":\"/s\",\"value\":[\"ab\"]}",
        "/n   | {\"op\":\"replace\",\"path\":\"/n\",\"value\":12}",
        "/n   | {\"op\":\"replace\",\"path\":\"/n\",\"value\":\"1\"}",
        "/a/0 | {\"op\":\"replace\",\"path\":\"/a\",\"value\":[\"y\",{}]}",
        "/a/1 | {\"op\":\"replace\",\"path\":\"/a\",\"value\":[\"x\"]}",
        "/o/p | {\"op\":\"replace\",\"path\":\"/o\",\"value\":{\"q\":1}}",
        "/o   | {\"op\":\"replace\",\"path\":\"/o\",\"value\":[]}",
        "''   | {\"op\":\"replace\",\"path\":\"\",\"value\":[]}",
        "/a/0 | {\"op\":\"add\",\"path\":\"/a/0\",\"value\":\"x\"}",
        "/a/3 | {\"op\":\"add\",\"path\":\"/a/3\",\"value\":\"x\"}",
        "/z   | {\"op\":\"replace\",\"path\":\"/z\",\"value\":1}",
        "/z/y | {\"op\":\"add\",\"path\":\"/z/y\",\"value\":1}",
        "/s/y | {\"op\":\"add\",\"path\":\"/s/y\",\"value\":1}",
        "/s   | {\"op\":\"test\",\"path\":\"/s\",\"value\":\"a\"}",
        "/z   | {\"op\":\"test\",\"path\":\"/z\",\"value\":null}",
        "/o   | {\"op\":\"remove\",\"path\":\"/o\"}",
        "/z   | {\"op\":\"move\",\"from\":\"/s\",\"path\":\"/z\"}",
        "/z   | {\"op\":\"copy\",\"from\":\"/s\",\"path\":\"/z\"}"
      })
  void refusesWhatDoesNotContinueTheDocumentAndNamesItsPlace(String pointer, String operation) {
    patch(START);
    List<Increment> before = List.copyOf(heard.increments());
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(
            () -> patch("[{\"op\":\"add\",\"path\":\"/new\",\"value\":true}," + operation + "]"))
        .satisfies(refused -> assertThat(refused.operation()).isEqualTo(1))
        .satisfies(refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    assertThat(heard.increments()).isEqualTo(before);
    assertThatIllegalStateException().isThrownBy(() -> patch("[]"));
  }

  @Test
  void boundsTheDepth() {
    patch("[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]");
    assertThatExceptionOfType(PatchException.class)
        .isThrownBy(
            () -> patch("[{\"op\":\"add\",\"path\":\"" + "/a".repeat(513) + "\",\"value\":1}]"))
        .withMessageContaining("more than 512 levels, allowed by maxDepth");
  }

  @Test
  void readsBackWhatThePatchFormWrites() {
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    for (int i = 0; i < 1_000; i++) {
      String text = json.text(json.value(4));
      List<Increment> increments = Heard.of(Cuts.random(text, random));
      Heard back = new Heard();
      PatchIncrements reading = new PatchIncrements(back);
      PatchForm form = new PatchForm();
      increments.forEach(increment -> send(JsonPatch.of(form.increment(increment)), reading));
      send(JsonPatch.of(form.end()), reading);
      reading.end();
      assertThat(Heard.joined(back.increments()))
          .as("seed %d, document %d: %s", seed, i, text)
          .isEqualTo(Heard.joined(increments));
    }
  }

  private static void send(JsonPatch patch, PatchIncrements to) {
    to.patch(JsonPatch.parse(JsonValue.parse(patch.toJson())));
  }

  private void patch(String patch) {
    patches.patch(JsonPatch.parse(JsonValue.parse(patch)));
  }

  private List<String> chunks() {
    return heard.increments().stream().map(ChunkForm::render).toList();
  }
}
