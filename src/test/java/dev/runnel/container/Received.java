package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.json.JsonValue.JsonString;
import dev.runnel.patch.JsonPatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client of one stream has received, over all its connections. Each is held to what every
 * stream promises: ids that strictly increase, and nothing after the end.
 */
final class Received {

  private static final Pattern ID_LINE = Pattern.compile("(?m)^id: ?(.*)$");

  /** Text at one place, or an event that is joined with no other. */
  private record Piece(String place, StringBuilder text, boolean grows) {}

  private final String streamId;
  private final List<Piece> pieces = new ArrayList<>();
  private JsonValue patched = JsonValue.parse("null");
  private JsonObject last = new JsonObject(Map.of());
  private long position;
  private int events;
  private int ids;
  private boolean ended;

  /** Nothing of a stream yet. */
  Received(String streamId) {
    this.streamId = streamId;
  }

  /** All that a client read of its stream. */
  static Received of(StreamClient client) {
    Received received = new Received(client.streamId());
    received.add(client);
    return received;
  }

  /** What one more connection brought; an event that it did not bring whole does not count. */
  void add(StreamClient client) {
    String body = client.body();
    Matcher id = ID_LINE.matcher(body.substring(0, body.lastIndexOf("\n\n") + 1));
    while (id.find()) {
      assertThat(id.group(1)).startsWith(streamId + ".");
      long next = Long.parseLong(id.group(1).substring(streamId.length() + 1));
      assertThat(next).as("the id after %s", position).isGreaterThan(position);
      position = next;
      ids++;
    }
    for (ServerSentEvent event : client.events()) {
      assertThat(ended).as("%s came after the end", event).isFalse();
      events++;
      last = (JsonObject) JsonValue.parse(event.data());
      ended = isEnd(last);
      add(last);
    }
  }

  private static boolean isEnd(JsonObject data) {
    String word = data.string("type") == null ? data.string("status") : data.string("type");
    return List.of("complete", "end", "error", "cancelled").contains(String.valueOf(word));
  }

  private void add(JsonObject data) {
    String chunk = data.string("chunk");
    JsonObject member = data.object("data");
    JsonValue patch = data.get("patch");
    if (chunk != null) {
      grow(with(data, "chunk", new JsonString("")).toJson(), chunk);
    } else if (member != null
        && member.members().size() == 1
        && member.members().values().iterator().next() instanceof JsonString text) {
      String name = member.members().keySet().iterator().next();
      grow(with(data, "data", new JsonString(name)).toJson(), text.value());
    } else if (patch != null) {
      patched = JsonPatch.parse(patch).apply(patched);
    } else {
      pieces.add(new Piece(data.toJson(), new StringBuilder(), false));
    }
  }

  private static JsonObject with(JsonObject data, String name, JsonValue value) {
    Map<String, JsonValue> members = new LinkedHashMap<>(data.members());
    members.put(name, value);
    return new JsonObject(members);
  }

  private void grow(String place, String text) {
    Piece before = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    if (before != null && before.grows && before.place.equals(place)) {
      before.text.append(text);
    } else {
      pieces.add(new Piece(place, new StringBuilder(text), true));
    }
  }

  /** Where to go on: the id of the last event. */
  String lastEventId() {
    return streamId + "." + position;
  }

  /** The position of the last event. */
  long position() {
    return position;
  }

  /** Whether every event had an id of its own. */
  boolean allNumbered() {
    return ids == events;
  }

  /** Whether the end was among it. */
  boolean ended() {
    return ended;
  }

  /** The data of the last event. */
  JsonObject last() {
    return last;
  }

  /** All of it, text that came in pieces joined: the same for every client of a stream. */
  List<String> joined() {
    List<String> joined = new ArrayList<>();
    for (Piece piece : pieces) {
      joined.add(piece.place + piece.text);
    }
    joined.add("patched: " + patched.toJson());
    return joined;
  }

  /** The text of all chat deltas. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.place.startsWith("{\"type\":\"delta\"")) {
        text.append(piece.text);
      }
    }
    return text.toString();
  }

  /** The document of JSON patches. */
  JsonValue patched() {
    return patched;
  }
}
