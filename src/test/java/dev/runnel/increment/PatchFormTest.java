package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.Cuts;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonNumber;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPatch;
import dev.runnel.patch.PatchOperation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchFormTest {

  @Test
  void tellsADocumentInTheMannerOfTheOriginal() {
    assertThat(patches(List.of("{\"title\":\"", "Ja", "va\",\"tags\":[4", "2,\"x\"]}")))
        .containsExactly(
            "[{\"op\":\"replace\",\"path\":\"\",\"value\":{}},"
                + "{\"op\":\"add\",\"path\":\"/title\",\"value\":\"\"}]",
            "[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"Ja\"}]",
            "[{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"Java\"}]",
            "[{\"op\":\"add\",\"path\":\"/tags\",\"value\":[]}]",
            "[{\"op\":\"add\",\"path\":\"/tags/0\",\"value\":42}]",
            "[{\"op\":\"add\",\"path\":\"/tags/1\",\"value\":\"\"}]",
            "[{\"op\":\"replace\",\"path\":\"/tags/1\",\"value\":\"x\"}]");
  }

  @Test
  void replacesTheWholeByARootThatIsAnnouncedByItself() {
    assertThat(patches(List.of("{}")))
        .containsExactly("[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]");
    assertThat(patches(List.of("[{}]")))
        .containsExactly(
            "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]",
            "[{\"op\":\"add\",\"path\":\"/0\",\"value\":{}}]");
    assertThat(patches(List.of("1.0")))
        .containsExactly("[{\"op\":\"replace\",\"path\":\"\",\"value\":1.0}]");
    assertThat(patches(List.of("\"hi\"")))
        .containsExactly(
            "[{\"op\":\"replace\",\"path\":\"\",\"value\":\"\"}]",
            "[{\"op\":\"replace\",\"path\":\"\",\"value\":\"hi\"}]");
  }

  @Test
  void escapesNamesInPointers() {
    assertThat(patches(List.of("{\"a/b\":{\"~\":null}}")))
        .endsWith("[{\"op\":\"add\",\"path\":\"/a~1b/~0\",\"value\":null}]");
  }

  @Test
  void sendsALongStringAgainWhenItGrewByASixteenth() {
    String text = "x".repeat(400);
    List<String> patches = patches(Cuts.ofSize("[\"" + text + "\",0]", 1));
    List<Integer> lengths =
        patches.stream()
            .map(patch -> patch.length() - patch.replace("x", "").length())
            .filter(length -> length > 0)
            .toList();
    assertThat(lengths).startsWith(1, 2, 3).contains(16, 17, 19, 21).doesNotContain(18, 20);
    for (int i = 1; i < lengths.size() - 1; i++) {
      assertThat(16 * (lengths.get(i) - lengths.get(i - 1)))
          .isGreaterThanOrEqualTo(lengths.get(i - 1));
    }
    assertThat(lengths).endsWith(400);
  }

  @Test
  void sendsWhatIsLeftOfAStringBeforeTheNextValueBegins() {
    PatchForm form = new PatchForm();
    Place text = new Place("", "0");
    form.increment(new Increment(Place.ROOT, Kind.ARRAY, ""));
    form.increment(new Increment(text, Kind.STRING, ""));
    form.increment(new Increment(text, Kind.APPEND, "x".repeat(100)));
    assertThat(form.increment(new Increment(text, Kind.APPEND, "y"))).isEmpty();
    assertThat(
            JsonPatch.of(form.increment(new Increment(new Place("", "1"), Kind.SCALAR, "7")))
                .toJson())
        .isEqualTo(
            "[{\"op\":\"replace\",\"path\":\"/0\",\"value\":\""
                + "x".repeat(100)
                + "y\"},{\"op\":\"add\",\"path\":\"/1\",\"value\":7}]");
    assertThat(form.end()).isEmpty();
  }

  @Test
  void sendsWhatIsLeftOfAStringWhenTheDocumentEnds() {
    PatchForm form = new PatchForm();
    form.increment(new Increment(Place.ROOT, Kind.STRING, ""));
    form.increment(new Increment(Place.ROOT, Kind.APPEND, "x".repeat(100)));
    assertThat(form.increment(new Increment(Place.ROOT, Kind.APPEND, "y"))).isEmpty();
    assertThat(form.end()).hasSize(1);
    assertThat(form.end()).isEmpty();
  }

  @Test
  void staysLinearInTheDocumentWhenEachCharacterComesAlone() {
    assertLinear(textOf(10_000), textOf(100_000), 18);
    assertLinear("\"" + "趋势".repeat(5_000) + "\"", "\"" + "趋势".repeat(50_000) + "\"", 18);
    JsonValue string = new JsonString("x".repeat(100));
    assertLinear(itemsOf(1_000, string), itemsOf(10_000, string), 40);
    JsonValue number = new JsonNumber("1");
    assertLinear(itemsOf(1_000, number), itemsOf(10_000, number), 40);
  }

  @Test
  void sendsAClientThatComesBackTheOpenStringAgain() {
    List<Increment> increments =
        Heard.of(Cuts.ofSize("{\"a\":\"" + "x".repeat(50) + "\",\"b\":1}", 1));
    for (int known = 1; known < increments.size(); known++) {
      PatchForm form = new PatchForm();
      increments.subList(0, known).forEach(form::skip);
      List<PatchOperation> rest = new ArrayList<>();
      increments.subList(known, increments.size()).forEach(i -> rest.addAll(form.increment(i)));
      rest.addAll(form.end());
      for (String had : List.of("", "xxx")) {
        JsonValue document = new JsonObject(Map.of("a", new JsonString(had)));
        assertThat(JsonPatch.of(rest).apply(document))
            .as("after %d", known)
            .isEqualTo(JsonValue.parse("{\"a\":\"" + "x".repeat(50) + "\",\"b\":1}"));
      }
    }
  }

  @Test
  void skipsWithoutMakingTheOpenStringAgainAndAgain() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PatchForm form = new PatchForm();
    form.skip(new Increment(Place.ROOT, Kind.STRING, ""));
    Increment token = new Increment(Place.ROOT, Kind.APPEND, "four");
    int tokens = 20_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < tokens; i++) {
      form.skip(token);
    }
    // The text and its growing room; made anew each time it would be 40,000 bytes per token.
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / tokens).isLessThan(200);
  }

  @Test
  void refusesToAppendToAStringThatIsNotOpen() {
    PatchForm form = new PatchForm();
    form.increment(new Increment(new Place("", "a"), Kind.STRING, ""));
    form.increment(new Increment(new Place("", "b"), Kind.SCALAR, "1"));
    for (String name : List.of("a", "b", "c")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> form.increment(new Increment(new Place("", name), Kind.APPEND, "x")));
    }
  }

  private static void assertLinear(String document, String tenTimesThat, int factor) {
    long small = sent(document);
    long large = sent(tenTimesThat);
    assertThat(small).isLessThan((long) factor * document.length());
    assertThat(large).isLessThan((long) factor * tenTimesThat.length());
    assertThat(large).isLessThan(11 * small);
  }

  private static long sent(String document) {
    return patches(Cuts.ofSize(document, 1)).stream().mapToLong(String::length).sum();
  }

  private static String textOf(int chars) {
    return "{\"text\":" + new JsonString("text".repeat(chars / 4)).toJson() + "}";
  }

  private static String itemsOf(int items, JsonValue item) {
    return new JsonArray(Collections.nCopies(items, item)).toJson();
  }

  private static List<String> patches(List<String> pieces) {
    List<String> patches = new ArrayList<>();
    PatchForm form = new PatchForm();
    for (Increment increment : Heard.of(pieces)) {
      add(patches, form.increment(increment));
    }
    add(patches, form.end());
    return patches;
  }

  private static void add(List<String> patches, List<PatchOperation> operations) {
    if (!operations.isEmpty()) {
      patches.add(JsonPatch.of(operations).toJson());
    }
  }
}
