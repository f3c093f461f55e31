package dev.runnel.web.uimessage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Progress;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import dev.runnel.web.ReadInPieces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UiMessageEncoderTest {

  private static final LogEntry STARTED = new LogEntry.Started("s1", null, "ark", "ui-message");

  @Test
  void tellsAnAnswerInThePartsOfAMessage() {
    assertThat(
            events(
                STARTED,
                new LogEntry.Reasoning("hm"),
                new LogEntry.Text("你\"好\n"),
                new LogEntry.FollowUp("再见?"),
                new LogEntry.FollowUp("why?"),
                new LogEntry.Complete(
                    "stop", new Usage(614L, 19L, null, 633L, false), "m1", "bot")))
        .containsExactly(
            "{\"type\":\"start\",\"messageId\":\"s1\"}",
            "{\"type\":\"start-step\"}",
            "{\"type\":\"reasoning-start\",\"id\":\"reasoning-1\"}",
            "{\"type\":\"reasoning-delta\",\"id\":\"reasoning-1\",\"delta\":\"hm\"}",
            "{\"type\":\"reasoning-end\",\"id\":\"reasoning-1\"}",
            "{\"type\":\"text-start\",\"id\":\"text-2\"}",
            "{\"type\":\"text-delta\",\"id\":\"text-2\",\"delta\":\"你\\\"好\\n\"}",
            "{\"type\":\"text-end\",\"id\":\"text-2\"}",
            "{\"type\":\"data-follow-up\",\"id\":\"follow-up-1\",\"data\":{\"question\":\"再见?\"}}",
            "{\"type\":\"data-follow-up\",\"id\":\"follow-up-2\",\"data\":{\"question\":\"why?\"}}",
            "{\"type\":\"finish-step\"}",
            "{\"type\":\"finish\",\"finishReason\":\"stop\",\"messageMetadata\":{\"model\":\"bot\","
                + "\"usage\":{\"inputTokens\":614,\"outputTokens\":19,\"totalTokens\":633},"
                + "\"timeToFirstTokenMs\":120}}",
            "[DONE]");
  }

  @Test
  void marksAnEstimateAndLeavesOutWhatIsNotKnown() {
    assertThat(
            events(
                STARTED,
                new LogEntry.Complete("stop", new Usage(1L, 2L, 0L, 3L, true), null, "demo")))
        .contains(
            "{\"type\":\"finish\",\"finishReason\":\"stop\",\"messageMetadata\":{\"model\":\"demo\","
                + "\"usage\":{\"inputTokens\":1,\"outputTokens\":2,\"reasoningTokens\":0,"
                + "\"totalTokens\":3},\"estimated\":true,\"timeToFirstTokenMs\":120}}");
    assertThat(
            ReadInPieces.afterTheEnd(
                List.of(STARTED, new LogEntry.Complete("stop", null, null, "ark")),
                () -> new UiMessageEncoder(() -> progress(null))))
        .contains(
            "{\"type\":\"finish\",\"finishReason\":\"stop\","
                + "\"messageMetadata\":{\"model\":\"ark\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "stop, stop",
    "length, length",
    "content_filter, content-filter",
    "tool_calls, tool-calls",
    "eos, other"
  })
  void saysWhyTheModelStoppedInTheSdksWords(String reason, String word) {
    assertThat(events(STARTED, new LogEntry.Complete(reason, null, null, "ark")))
        .anyMatch(event -> event.contains("\"finishReason\":\"" + word + "\""));
  }

  @Test
  void tellsAFailureInOneTextAndClosesWhatWasOpen() {
    assertThat(
            events(
                STARTED,
                new LogEntry.Text("some"),
                LogEntry.Failed.of(
                    ModelException.of(ErrorCode.UPSTREAM_TIMEOUT, "The model fell silent.")
                        .logId("log-9")
                        .build())))
        .endsWith(
            "{\"type\":\"text-end\",\"id\":\"text-1\"}",
            "{\"type\":\"error\",\"errorText\":"
                + "\"The model fell silent. (upstream_timeout, log id log-9)\"}",
            "[DONE]");
  }

  @Test
  void tellsThatItWasStopped() {
    assertThat(events(STARTED, new LogEntry.Reasoning("hm"), new LogEntry.Cancelled(null)))
        .endsWith(
            "{\"type\":\"reasoning-end\",\"id\":\"reasoning-1\"}",
            "{\"type\":\"abort\",\"reason\":\"The answer was stopped.\"}",
            "[DONE]");
  }

  /**
   * Joined or not, each client builds the same message, and none is told what is not in the log.
   */
  @Test
  void isReadAlikeHoweverItsSlicesAreCut() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<LogEntry> entries = ReadInPieces.randomAnswer(random);
      List<String> live =
          ReadInPieces.whileItGrows(
              entries, new UiMessageEncoder(() -> progress(Duration.ofMillis(120))), random);
      assertThat(message(live))
          .as("seed %s, round %s", seed, round)
          .isEqualTo(expected(entries))
          .isEqualTo(message(events(entries.toArray(LogEntry[]::new))));
    }
  }

  /** The parts that a message must have, from the log alone. */
  private static List<String> expected(List<LogEntry> entries) {
    List<String> parts = new ArrayList<>();
    String kind = "";
    for (LogEntry entry : entries) {
      String next = entry.getClass().getSimpleName();
      if (entry instanceof LogEntry.FollowUp followUp) {
        parts.add("question:" + followUp.question());
      } else if (entry instanceof LogEntry.Text || entry instanceof LogEntry.Reasoning) {
        String words =
            entry instanceof LogEntry.Text text ? text.text() : ((LogEntry.Reasoning) entry).text();
        if (next.equals(kind)) {
          parts.add(parts.remove(parts.size() - 1) + words);
        } else {
          parts.add((next.equals("Text") ? "text:" : "reasoning:") + words);
        }
      }
      kind = next;
    }
    return parts;
  }

  /** A message as a client builds it, strictly: a part begins, grows and ends. */
  private static List<String> message(List<String> events) {
    Map<String, String> parts = new LinkedHashMap<>();
    List<String> open = new ArrayList<>();
    assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
    assertThat(events.get(0)).isEqualTo("{\"type\":\"start\",\"messageId\":\"s1\"}");
    for (String event : events.subList(0, events.size() - 1)) {
      JsonObject data = (JsonObject) JsonValue.parse(event);
      String type = Objects.requireNonNull(data.string("type"));
      String id = data.string("id");
      if (type.endsWith("-start")) {
        assertThat(open).isEmpty();
        open.add(id);
        assertThat(parts.put(String.valueOf(id), type.replace("-start", ":"))).isNull();
      } else if (type.endsWith("-delta")) {
        assertThat(open).containsExactly(id);
        parts.merge(String.valueOf(id), String.valueOf(data.string("delta")), String::concat);
      } else if (type.endsWith("-end")) {
        assertThat(open.remove(id)).isTrue();
      } else if (type.equals("data-follow-up")) {
        JsonObject question = Objects.requireNonNull(data.object("data"));
        assertThat(parts.put(String.valueOf(id), "question:" + question.string("question")))
            .isNull();
      }
    }
    assertThat(open).isEmpty();
    return List.copyOf(parts.values());
  }

  private static List<String> events(LogEntry... entries) {
    return ReadInPieces.afterTheEnd(
        List.of(entries), () -> new UiMessageEncoder(() -> progress(Duration.ofMillis(120))));
  }

  private static Progress progress(@Nullable Duration timeToFirstToken) {
    return new Progress(
        "s1",
        "ark",
        "ui-message",
        null,
        Instant.EPOCH,
        Duration.ZERO,
        timeToFirstToken,
        0,
        0,
        null,
        null,
        null,
        1,
        0);
  }
}
