package dev.runnel.increment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.json.Cuts;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.json.RandomJson;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What {@link GrowingDocument} promises, one test each, over short texts and random documents. */
class GrowingDocumentPromisesTest {

  private static final int DOCUMENTS = 1_500;

  private static final List<String> SHORT =
      List.of(
          "{\"title\":\"Am Fluß\",\"tags\":[\"a\\u00e9\",\"\\ud83c\\udf0a\uD83C\uDF0A\"],\"n\":-1.20e3}",
          "{\"\":{\"/\":{\"~\":[[],{}]}}}",
          " [ [ 1 , 22 ] , \"\" , null ] ",
          "\"\\ud83c\uD83C\uDF0A\\udf0a\"",
          "{}",
          "[]",
          "12.50",
          "false");

  @Test
  void foldingAllIncrementsGivesTheDocumentThatTheWholeTextMeans() {
    forEachDocument(
        (text, pieces) -> {
          DocumentFold fold = new DocumentFold();
          Heard.of(pieces).forEach(fold::increment);
          assertThat(fold.value()).isEqualTo(JsonValue.parse(text));
        });
  }

  @Test
  void afterEachIncrementTheFoldedDocumentIsAPrefixOfTheFinalOne() {
    forEachDocument(
        (text, pieces) -> {
          JsonValue whole = JsonValue.parse(text);
          DocumentFold fold = new DocumentFold();
          for (Increment increment : Heard.of(pieces)) {
            fold.increment(increment);
            assertThat(Prefix.isPrefix(Objects.requireNonNull(fold.value()), whole)).isTrue();
          }
        });
  }

  @Test
  void theIncrementsDoNotDependOnHowTheTextWasCut() {
    forEachDocument(
        (text, pieces) ->
            assertThat(Heard.joined(Heard.of(pieces))).isEqualTo(Heard.of(List.of(text))));
  }

  @Test
  void nothingIsSentTwice() {
    forEachDocument(
        (text, pieces) -> {
          Set<Place> begun = new HashSet<>();
          Map<Place, StringBuilder> appended = new HashMap<>();
          for (Increment increment : Heard.of(pieces)) {
            assertThat(increment.begins()).isEqualTo(begun.add(increment.place()));
            if (increment.kind() == Kind.APPEND) {
              assertThat(increment.text()).isNotEmpty();
              appended
                  .computeIfAbsent(increment.place(), place -> new StringBuilder())
                  .append(increment.text());
            }
          }
          List<String> sent = new ArrayList<>();
          appended.values().forEach(string -> sent.add(string.toString()));
          assertThat(sent).containsExactlyInAnyOrderElementsOf(strings(JsonValue.parse(text)));
        });
  }

  @Test
  void workPerCharacterIsBoundedBecauseEachIsReadOnce() {
    forEachDocument(
        (text, pieces) -> {
          GrowingDocument document = new GrowingDocument(increment -> {});
          List<CountedText> counted = pieces.stream().map(CountedText::new).toList();
          counted.forEach(document::feed);
          document.end();
          assertThat(counted.stream().mapToInt(CountedText::reads).sum()).isEqualTo(text.length());
        });
  }

  @Test
  void stateDoesNotGrowWithTheText() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    GrowingDocument document = new GrowingDocument(increment -> {});
    document.feed("{\"text\":\"");
    int tokens = 20_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int token = 0; token < tokens; token++) {
      document.feed("four");
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    // An increment and its four characters; text that was kept or copied would cost 40,000 bytes.
    assertThat(bytes / tokens).isLessThan(200);
  }

  @Test
  void applyingThePatchesWithAnyLibraryGivesTheSameDocumentsOnAWireThatStaysLinear() {
    forEachDocument(
        (text, pieces) -> {
          JsonValue whole = JsonValue.parse(text);
          PatchedClients clients = new PatchedClients();
          PatchForm form = new PatchForm();
          for (Increment increment : Heard.of(pieces)) {
            clients.apply(form.increment(increment));
            assertThat(Prefix.isPrefix(clients.document(), whole)).isTrue();
          }
          clients.apply(form.end());
          assertThat(clients.document()).isEqualTo(whole);
          assertThat(clients.textSent())
              .isLessThanOrEqualTo(18 * strings(whole).stream().mapToInt(String::length).sum());
        });
  }

  /** Every cut of short texts in two, and of each size; random cuts of random documents. */
  private static void forEachDocument(BiConsumer<String, List<String>> check) {
    for (String text : SHORT) {
      Cuts.inTwo(text).forEach(pieces -> check(text, pieces, "short text", check));
      Cuts.inSizes(text).forEach(pieces -> check(text, pieces, "short text", check));
    }
    long seed = RandomJson.seed();
    Random random = new Random(seed);
    RandomJson json = new RandomJson(random);
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = json.text(i % 2 == 0 ? json.object(4) : json.value(4));
      check(text, Cuts.random(text, random), "seed " + seed + ", document " + i, check);
    }
  }

  private static void check(
      String text, List<String> pieces, String where, BiConsumer<String, List<String>> check) {
    try {
      check.accept(text, pieces);
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(where + ": " + pieces, failure);
    }
  }

  private static List<String> strings(JsonValue value) {
    List<String> strings = new ArrayList<>();
    if (value instanceof JsonString string && !string.value().isEmpty()) {
      strings.add(string.value());
    } else if (value instanceof JsonArray array) {
      array.items().forEach(item -> strings.addAll(strings(item)));
    } else if (value instanceof JsonObject object) {
      object.members().values().forEach(member -> strings.addAll(strings(member)));
    }
    return strings;
  }
}
