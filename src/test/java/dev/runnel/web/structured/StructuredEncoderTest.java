package dev.runnel.web.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Increment.Kind;
import dev.runnel.increment.Place;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogEntry.Validity;
import dev.runnel.log.LogEntry.Violation;
import dev.runnel.log.LogMemory;
import dev.runnel.log.LogSlice;
import dev.runnel.log.StreamLog;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.Usage;
import dev.runnel.patch.JsonPatch;
import dev.runnel.web.WireEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StructuredEncoderTest {

  private static final String START = "{\"status\":\"start\",\"message\":\"开始生成响应...\"}";
  private static final Place TITLE = new Place("", "title");
  private static final Usage USAGE = new Usage(1L, 2L, null, 3L, false);

  private final StreamLog log = new StreamLog("s1", new LogMemory(Long.MAX_VALUE));

  @BeforeEach
  void start() {
    log.append(new LogEntry.Started("s1", null, "ark", "chat"));
  }

  @Test
  void tellsTheOriginalsSequenceAndNothingBesideIt() {
    grow(TITLE, Kind.STRING, "");
    grow(TITLE, Kind.APPEND, "科\"技");
    grow(new Place("/tags", "2"), Kind.SCALAR, "1.0");
    log.append(complete(new Validity(List.of())));

    assertThat(events(StructuredEncoder.original()))
        .containsExactly(
            START,
            "{\"status\":\"chunk\",\"data\":{\"title\":\"\"}}",
            "{\"status\":\"chunk\",\"data\":{\"title\":\"科\\\"技\"}}",
            "{\"status\":\"chunk\",\"path\":\"/tags\",\"data\":{\"2\":1.0}}",
            "{\"status\":\"end\",\"message\":\"响应生成完成\"}");
  }

  @Test
  void tellsAtTheEndWhatBecameOfTheSchema() {
    log.append(new LogEntry.Reasoning("hm\n"));
    log.append(new Violation("/title", "too \"short\""));
    log.append(complete(new Validity(List.of(new Violation("/title", "too \"short\"")))));

    assertThat(events(StructuredEncoder.of(new ChunkEvents())))
        .containsExactly(
            START,
            "{\"status\":\"reasoning\",\"chunk\":\"hm\\n\"}",
            "{\"status\":\"violation\",\"path\":\"/title\",\"message\":\"too \\\"short\\\"\"}",
            "{\"status\":\"end\",\"message\":\"响应生成完成\",\"valid\":false,\"violations\":"
                + "[{\"path\":\"/title\",\"message\":\"too \\\"short\\\"\"}],"
                + "\"usage\":{\"input\":1,\"output\":2,\"reasoning\":null}}");
  }

  @Test
  void saysValidOnlyWhereASchemaWasAskedFor() {
    log.append(complete(null));
    assertThat(events(StructuredEncoder.of(new ChunkEvents())))
        .last()
        .asString()
        .contains("\"usage\"")
        .doesNotContain("valid");
    StreamLog checked = new StreamLog("s2", new LogMemory(Long.MAX_VALUE));
    checked.append(new LogEntry.Started("s2", null, "ark", "chat"));
    checked.append(complete(new Validity(List.of())));
    assertThat(events(StructuredEncoder.of(new ChunkEvents()), checked))
        .last()
        .asString()
        .contains("\"valid\":true,\"usage\"")
        .doesNotContain("violations");
  }

  @Test
  void tellsTextAsItIs() {
    log.append(new LogEntry.Text("a\"b"));
    log.append(complete(null));
    assertThat(events(StructuredEncoder.of(new ChunkEvents())))
        .contains("{\"status\":\"text\",\"chunk\":\"a\\\"b\"}");
  }

  @Test
  void tellsAFailureAndACancellation() {
    log.append(LogEntry.Failed.of(ErrorCode.OUTPUT_INVALID, "No JSON."));
    assertThat(events(StructuredEncoder.of(new ChunkEvents())))
        .last()
        .isEqualTo(
            "{\"status\":\"error\",\"message\":\"No JSON.\",\"code\":\"output_invalid\","
                + "\"retryable\":true}");
    StreamLog cancelled = new StreamLog("s2", new LogMemory(Long.MAX_VALUE));
    cancelled.append(new LogEntry.Started("s2", null, "ark", "chat"));
    cancelled.append(new LogEntry.Cancelled(null));
    assertThat(events(StructuredEncoder.of(new ChunkEvents()), cancelled))
        .last()
        .isEqualTo("{\"status\":\"cancelled\",\"message\":\"响应已取消\"}");
  }

  @Test
  void tellsPatchesInTheOriginalsManner() {
    grow(TITLE, Kind.STRING, "");
    grow(TITLE, Kind.APPEND, "a\"\n");
    grow(new Place("", "n"), Kind.SCALAR, "1.0");
    log.append(complete(null));

    assertThat(events(StructuredEncoder.of(new PatchEvents())))
        .containsSubsequence(
            "{\"status\":\"patch\",\"patch\":[{\"op\":\"replace\",\"path\":\"\",\"value\":{}},"
                + "{\"op\":\"add\",\"path\":\"/title\",\"value\":\"\"}]}",
            "{\"status\":\"patch\",\"patch\":[{\"op\":\"replace\",\"path\":\"/title\","
                + "\"value\":\"a\\\"\\n\"}]}",
            "{\"status\":\"patch\",\"patch\":[{\"op\":\"add\",\"path\":\"/n\",\"value\":1.0}]}");
  }

  @Test
  void sendsTheRestOfALongStringBeforeAnythingElseButReasoning() {
    String half = "x".repeat(1_000);
    StructuredEncoder encoder = StructuredEncoder.of(new PatchEvents());
    List<String> events = new ArrayList<>();
    Cursor cursor = log.cursor(0);
    grow(TITLE, Kind.STRING, "");
    grow(TITLE, Kind.APPEND, half);
    read(cursor, encoder, events);
    grow(TITLE, Kind.APPEND, "y");
    read(cursor, encoder, events);
    assertThat(document(events)).isEqualTo(title(half));

    // Which may come between any two pieces: a string told again at each would not stay linear.
    log.append(new LogEntry.Reasoning("hm"));
    read(cursor, encoder, events);
    assertThat(document(events)).isEqualTo(title(half));
    log.append(new LogEntry.Violation("/title", "too long"));
    read(cursor, encoder, events);
    assertThat(document(events)).isEqualTo(title(half + "y"));

    grow(TITLE, Kind.APPEND, "z");
    read(cursor, encoder, events);
    log.append(new LogEntry.Cancelled(null));
    read(cursor, encoder, events);
    assertThat(document(events)).isEqualTo(title(half + "yz"));
    assertThat(events).last().asString().contains("cancelled");
  }

  private void grow(Place place, Kind kind, String text) {
    log.append(new LogEntry.Growth(new Increment(place, kind, text)));
  }

  private static LogEntry complete(@Nullable Validity validity) {
    return new LogEntry.Complete("stop", USAGE, "m1", "ark", validity);
  }

  private static JsonValue title(String text) {
    return JsonValue.parse("{\"title\":\"" + text + "\"}");
  }

  /** What a client holds who applies the patches. */
  private static JsonValue document(List<String> events) {
    JsonValue document = JsonValue.parse("null");
    for (String event : events) {
      JsonValue patch = ((JsonObject) JsonValue.parse(event)).get("patch");
      if (patch != null) {
        document = JsonPatch.parse(patch).apply(document);
      }
    }
    return document;
  }

  private List<String> events(StructuredEncoder encoder) {
    return events(encoder, log);
  }

  private static List<String> events(StructuredEncoder encoder, StreamLog log) {
    List<String> events = new ArrayList<>();
    read(log.cursor(0), encoder, events);
    return events;
  }

  private static void read(Cursor cursor, StructuredEncoder encoder, List<String> events) {
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      add(encoder.before(slice), events);
      add(encoder.encode(slice), events);
    }
  }

  private static void add(@Nullable WireEvent event, List<String> events) {
    if (event != null) {
      events.add(new String(event.data(), StandardCharsets.UTF_8));
    }
  }
}
