package dev.runnel.web.admin;

import dev.runnel.admin.Snapshots;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The latest snapshot, as it is sent.
 *
 * @param number counts the snapshots that differ, from 1
 * @param atMillis when it was taken, in milliseconds since 1970
 * @param state all that can change
 * @param configuration what does not
 */
record Published(long number, long atMillis, JsonObject state, JsonArray configuration) {

  /**
   * A new look at the server.
   *
   * @param before the one before, or null
   */
  static Published next(@Nullable Published before, Snapshots snapshots, InstantSource clock) {
    JsonObject state = SnapshotJson.of(snapshots.now());
    long at = clock.millis();
    if (before == null) {
      return new Published(1, at, state, SnapshotJson.of(snapshots.configuration()));
    }
    boolean same = state.equals(before.state);
    return new Published(same ? before.number : before.number + 1, at, state, before.configuration);
  }

  /** What an event tells to who has the configuration. */
  byte[] update() {
    return bytes(new JsonObjectBuilder().put("at", atMillis));
  }

  /** Everything. */
  byte[] whole() {
    return bytes(new JsonObjectBuilder().put("at", atMillis).put("configuration", configuration));
  }

  private byte[] bytes(JsonObjectBuilder json) {
    state.members().forEach(json::put);
    return json.build().toJson().getBytes(StandardCharsets.UTF_8);
  }
}
