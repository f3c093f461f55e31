package dev.runnel.web.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Progress;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import dev.runnel.web.ReadInPieces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkEncoderTest {

  private static final LogEntry STARTED = new LogEntry.Started("s1", null, "ark", "openai");
  private static final LogEntry COMPLETE =
      new LogEntry.Complete("length", new Usage(90L, 124L, 7L, 214L, false), "m1", "doubao");
  private static final String HEAD =
      "{\"id\":\"chatcmpl-s1\",\"object\":\"chat.completion.chunk\",\"created\":1758813356,"
          + "\"model\":\"ark\",\"choices\":[";

  @Test
  void tellsAnAnswerInChunks() {
    assertThat(
            events(
                false,
                STARTED,
                new LogEntry.Reasoning("hm"),
                new LogEntry.Text("你\"好\n"),
                new LogEntry.FollowUp("why?"),
                COMPLETE))
        .containsExactly(
            HEAD
                + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}]}",
            HEAD
                + "{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"},"
                + "\"finish_reason\":null}]}",
            HEAD + "{\"index\":0,\"delta\":{\"content\":\"你\\\"好\\n\"},\"finish_reason\":null}]}",
            HEAD + "{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}",
            "[DONE]");
  }

  @Test
  void tellsTheTokensInAChunkOfTheirOwnToThoseThatAskForIt() {
    assertThat(events(true, STARTED, new LogEntry.Text("a"), COMPLETE))
        .containsExactly(
            HEAD
                + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}],\"usage\":null}",
            HEAD
                + "{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}],"
                + "\"usage\":null}",
            HEAD + "{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}],\"usage\":null}",
            HEAD
                + "],\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":124,"
                + "\"total_tokens\":214,\"completion_tokens_details\":{\"reasoning_tokens\":7}}}",
            "[DONE]");
    assertThat(events(true, STARTED, new LogEntry.Complete("eos", null, null, "ark")))
        .as("none is told where none is known, and an unknown reason is the common one")
        .hasSize(3)
        .element(1)
        .asString()
        .contains("\"finish_reason\":\"stop\"");
  }

  @Test
  void tellsAFailureAndAStopAsErrors() {
    assertThat(
            events(
                false,
                STARTED,
                LogEntry.Failed.of(
                    ModelException.of(ErrorCode.UPSTREAM_TIMEOUT, "The model fell silent.")
                        .logId("log-9")
                        .build())))
        .endsWith(
            "{\"error\":{\"message\":\"The model fell silent. (log id log-9)\","
                + "\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_timeout\"}}",
            "[DONE]");
    assertThat(events(false, STARTED, new LogEntry.Cancelled(null)))
        .endsWith(
            "{\"error\":{\"message\":\"The answer was stopped.\",\"type\":\"server_error\","
                + "\"param\":null,\"code\":\"cancelled\"}}",
            "[DONE]");
  }

  @Test
  void isReadAlikeHoweverItsSlicesAreCut() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<LogEntry> entries = ReadInPieces.randomAnswer(random);
      List<String> live =
          ReadInPieces.whileItGrows(entries, new ChunkEncoder(PROGRESS, true), random);
      assertThat(message(live)).as("seed %s, round %s", seed, round).isEqualTo(expected(entries));
    }
  }

  private static String expected(List<LogEntry> entries) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    for (LogEntry entry : entries) {
      if (entry instanceof LogEntry.Text piece) {
        text.append(piece.text());
      } else if (entry instanceof LogEntry.Reasoning piece) {
        reasoning.append(piece.text());
      }
    }
    return text + "\u0000" + reasoning + "\u0000stop\u0000214";
  }

  private static String message(List<String> events) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    StringBuilder end = new StringBuilder();
    assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
    for (String event : events.subList(0, events.size() - 1)) {
      JsonObject chunk = (JsonObject) JsonValue.parse(event);
      JsonArray choices = Objects.requireNonNull(chunk.array("choices"));
      if (choices.items().isEmpty()) {
        JsonObject usage = Objects.requireNonNull(chunk.object("usage"));
        end.append('\u0000').append(usage.number("total_tokens"));
        continue;
      }
      JsonObject choice = (JsonObject) choices.items().get(0);
      JsonObject delta = Objects.requireNonNull(choice.object("delta"));
      text.append(Objects.requireNonNullElse(delta.string("content"), ""));
      reasoning.append(Objects.requireNonNullElse(delta.string("reasoning_content"), ""));
      end.append(Objects.requireNonNullElse(choice.string("finish_reason"), ""));
    }
    return text + "\u0000" + reasoning + "\u0000" + end;
  }

  static final Progress PROGRESS =
      new Progress(
          "s1",
          "ark",
          "openai",
          null,
          Instant.ofEpochSecond(1758813356),
          Duration.ZERO,
          null,
          0,
          0,
          null,
          null,
          null,
          1,
          0);

  private static List<String> events(boolean includeUsage, LogEntry... entries) {
    return ReadInPieces.afterTheEnd(
        List.of(entries), () -> new ChunkEncoder(PROGRESS, includeUsage));
  }
}
