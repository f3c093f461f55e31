package dev.runnel.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.log.Cursor;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogMemory;
import dev.runnel.log.LogSlice;
import dev.runnel.log.StreamLog;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import dev.runnel.model.Usage;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatEncoderTest {

  private final StreamLog log = new StreamLog("s1", new LogMemory(Long.MAX_VALUE));

  @Test
  void tellsAnAnswerInTheOriginalsWords() {
    log.append(new LogEntry.Started("s1", "c1", "coze", "chat"));
    log.append(new LogEntry.Reasoning("hm"));
    log.append(new LogEntry.Text("你\"好\n"));
    log.append(new LogEntry.FollowUp("再见?"));
    log.append(new LogEntry.Complete("stop", new Usage(614L, 19L, null, 633L, false), "m1", "bot"));

    assertThat(events())
        .containsExactly(
            "start {\"type\":\"start\",\"stream_id\":\"s1\",\"conversation_id\":\"c1\",\"model\":\"coze\"}",
            "null {\"type\":\"reasoning\",\"chunk\":\"hm\"}",
            "null {\"type\":\"delta\",\"chunk\":\"你\\\"好\\n\"}",
            "null {\"type\":\"follow_up\",\"question\":\"再见?\"}",
            "null {\"type\":\"complete\",\"token_usage\":633,\"message_id\":\"m1\","
                + "\"conversation_id\":\"c1\",\"model\":\"bot\",\"finish_reason\":\"stop\","
                + "\"usage\":{\"input\":614,\"output\":19,\"reasoning\":null}}");
  }

  @Test
  void marksAnEstimateAndNamesAMessageThatTheProviderDidNot() {
    log.append(new LogEntry.Started("s1", "c1", "demo", "chat"));
    log.append(new LogEntry.Complete("stop", new Usage(1L, 2L, 0L, 3L, true), null, "demo"));
    assertThat(events())
        .last()
        .asString()
        .contains("\"message_id\":\"s1\"", "\"token_usage\":3", "\"estimated\":true");
  }

  @Test
  void leavesTheUsageOpenWhereTheProviderTellsNone() {
    log.append(new LogEntry.Started("s1", "c1", "ark", "chat"));
    log.append(new LogEntry.Complete("length", null, "m1", "ark"));
    assertThat(events())
        .last()
        .asString()
        .contains("\"token_usage\":null", "\"finish_reason\":\"length\"")
        .doesNotContain("\"usage\"", "estimated");
  }

  @Test
  void tellsAFailureWithAllThatHelps() {
    log.append(new LogEntry.Started("s1", "c1", "ark", "chat"));
    log.append(
        LogEntry.Failed.of(
            ModelException.of(ErrorCode.UPSTREAM_TIMEOUT, "The model fell silent.")
                .providerCode("4013")
                .logId("log-9")
                .retryAfter(Duration.ofSeconds(30))
                .phase(ModelException.Phase.IDLE)
                .build()));
    assertThat(events())
        .last()
        .isEqualTo(
            "null {\"type\":\"error\",\"error\":\"The model fell silent.\",\"code\":\"upstream_timeout\","
                + "\"retryable\":true,\"retry_after\":30,\"provider_code\":\"4013\","
                + "\"log_id\":\"log-9\",\"phase\":\"idle\"}");
  }

  @Test
  void tellsACancellation() {
    log.append(new LogEntry.Started("s1", "c1", "ark", "chat"));
    log.append(new LogEntry.Cancelled(null));
    assertThat(events()).last().isEqualTo("null {\"type\":\"cancelled\"}");
  }

  private List<String> events() {
    ChatEncoder encoder = new ChatEncoder();
    List<String> events = new ArrayList<>();
    Cursor cursor = log.cursor(0);
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      WireEvent event = encoder.encode(slice);
      if (event != null) {
        events.add(event.name() + " " + new String(event.data(), StandardCharsets.UTF_8));
      }
    }
    return events;
  }
}
