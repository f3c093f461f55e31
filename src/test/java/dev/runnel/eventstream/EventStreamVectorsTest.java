package dev.runnel.eventstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Streams of {@code vectors/eventstream.json}, cut at every place and in pieces of some sizes. */
class EventStreamVectorsTest {

  @TestFactory
  Stream<DynamicTest> decodesEachVectorHoweverItIsCut() throws IOException {
    return cases().stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.getString("name"),
                    () -> {
                      byte[] stream = bytes(vector);
                      List<ServerSentEvent> expected = events(vector, "events", "lastEventId");
                      for (int cut = 0; cut <= stream.length; cut++) {
                        assertThat(decode(stream, cut)).as("cut at %d", cut).isEqualTo(expected);
                      }
                      for (int size : new int[] {1, 3, 7, 1024}) {
                        assertThat(decodeInPieces(stream, size))
                            .as("pieces of %d", size)
                            .isEqualTo(expected);
                      }
                    }));
  }

  @Test
  void decodesALongStreamInPiecesOfAnySizeAsInOne() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<ServerSentEvent> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      stream.writeBytes(
          ("id: " + i + "\r\ndata: 潮🌊" + "é".repeat(i) + "\r\n\r\n").getBytes(UTF_8));
      expected.add(new ServerSentEvent("message", "潮🌊" + "é".repeat(i), Integer.toString(i)));
    }
    for (int size : new int[] {1, 3, 7, 1024, stream.size()}) {
      assertThat(decodeInPieces(stream.toByteArray(), size)).isEqualTo(expected);
    }
  }

  /** A public suite in the same form but for its chunks, when its folder is given. */
  @TestFactory
  Stream<DynamicTest> conformsToThePublicSuite() throws IOException {
    String folder = System.getProperty("vectors");
    assumeTrue(folder != null, "skipped: no public vectors, give their folder by -Dvectors=");
    return read(Files.newInputStream(Path.of(folder, "sse", "decode.json"))).stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.getString("source") + " " + vector.getString("name"),
                    () -> {
                      ByteArrayOutputStream whole = new ByteArrayOutputStream();
                      List<ServerSentEvent> decoded = new ArrayList<>();
                      EventStreamDecoder decoder = new EventStreamDecoder(decoded::add);
                      for (JsonValue chunk : vector.getJsonArray("chunks_b64")) {
                        byte[] bytes = Base64.getDecoder().decode(((JsonString) chunk).getString());
                        whole.writeBytes(bytes);
                        decoder.feed(bytes, 0, bytes.length);
                      }
                      decoder.end();
                      List<ServerSentEvent> expected = events(vector, "expect", "id");
                      assertThat(decoded).isEqualTo(expected);
                      assertThat(decoder.lastEventId()).isEqualTo(vector.getString("lastEventId"));
                      assertThat(decodeInPieces(whole.toByteArray(), 1)).isEqualTo(expected);
                    }));
  }

  private static List<ServerSentEvent> decode(byte[] stream, int cut) {
    List<ServerSentEvent> events = new ArrayList<>();
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);
    decoder.feed(stream, 0, cut);
    decoder.feed(stream, cut, stream.length - cut);
    decoder.end();
    return events;
  }

  private static List<ServerSentEvent> decodeInPieces(byte[] stream, int size) {
    List<ServerSentEvent> events = new ArrayList<>();
    EventStreamDecoder decoder = new EventStreamDecoder(events::add);
    for (int i = 0; i < stream.length; i += size) {
      decoder.feed(stream, i, Math.min(size, stream.length - i));
    }
    decoder.end();
    return events;
  }

  private static List<ServerSentEvent> events(JsonObject vector, String member, String id) {
    return vector.getJsonArray(member).getValuesAs(JsonObject.class).stream()
        .map(
            event ->
                new ServerSentEvent(
                    event.getString("type", "message"),
                    event.getString("data"),
                    event.getString(id, "")))
        .toList();
  }

  private static byte[] bytes(JsonObject vector) {
    return vector.containsKey("text")
        ? vector.getString("text").getBytes(UTF_8)
        : Base64.getDecoder().decode(vector.getString("base64"));
  }

  private static List<JsonObject> cases() throws IOException {
    return read(
        Objects.requireNonNull(
            EventStreamVectorsTest.class.getResourceAsStream("/vectors/eventstream.json")));
  }

  private static List<JsonObject> read(InputStream in) throws IOException {
    try (in;
        JsonReader reader = Json.createReader(in)) {
      return reader.readObject().getJsonArray("cases").getValuesAs(JsonObject.class);
    }
  }
}
