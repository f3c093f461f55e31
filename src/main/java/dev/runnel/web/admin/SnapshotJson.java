package dev.runnel.web.admin;

import dev.runnel.admin.ErrorReport;
import dev.runnel.admin.ModelFigures;
import dev.runnel.admin.ProviderState;
import dev.runnel.admin.Snapshot;
import dev.runnel.completion.Progress;
import dev.runnel.config.EffectiveConfiguration;
import dev.runnel.config.EffectiveSetting;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonArray;
import dev.runnel.json.JsonValue.JsonNull;
import dev.runnel.json.JsonValue.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot in JSON. Times are milliseconds since 1970, durations milliseconds. Nothing in it
 * changes by the passing of time alone, such as an age, so that equal JSON means that nothing has
 * happened.
 */
final class SnapshotJson {

  private SnapshotJson() {}

  /** All that can change. */
  static JsonObject of(Snapshot snapshot) {
    JsonObjectBuilder refused = new JsonObjectBuilder();
    snapshot
        .refused()
        .forEach((reason, count) -> refused.put(reason.name().toLowerCase(Locale.ROOT), count));
    return new JsonObjectBuilder()
        .put("stopping", snapshot.stopping())
        .put("live", (long) snapshot.liveStreams())
        .put("streams", array(snapshot.streams(), SnapshotJson::stream))
        .put("providers", array(snapshot.providers(), SnapshotJson::provider))
        .put("models", array(snapshot.models(), SnapshotJson::model))
        .put("refused", refused.build())
        .put("errors", array(snapshot.errors(), SnapshotJson::error))
        .build();
  }

  /** The settings, which stay as they are. */
  static JsonArray of(EffectiveConfiguration configuration) {
    return array(configuration.settings(), SnapshotJson::setting);
  }

  private static JsonObject stream(Progress stream) {
    return new JsonObjectBuilder()
        .put("id", stream.streamId())
        .put("model", stream.model())
        .put("dialect", stream.dialect())
        .put("user", stream.user())
        .put("started_at", millis(stream.startedAt()))
        .put("first_token_ms", millis(stream.timeToFirstToken()))
        .put("characters", stream.characters())
        .put("clients", (long) stream.clients())
        .put("lag", stream.lag())
        .put("retries", (long) stream.retries())
        .build();
  }

  private static JsonObject provider(ProviderState provider) {
    return new JsonObjectBuilder()
        .put("model", provider.model().id())
        .put("provider", provider.model().provider())
        .put("configured", provider.model().configured())
        .put("key", orNull(provider.key(), SnapshotJson::setting))
        .put("last_success_at", millis(provider.lastSuccess()))
        .put("last_error", orNull(provider.lastError(), SnapshotJson::error))
        .build();
  }

  private static JsonObject model(ModelFigures model) {
    return new JsonObjectBuilder()
        .put("model", model.model())
        .put("completed", model.completed())
        .put("failed", model.failed())
        .put("cancelled", model.cancelled())
        .put("input_tokens", model.inputTokens())
        .put("output_tokens", model.outputTokens())
        .put("estimated", model.estimated())
        .put("first_tokens", model.firstTokens())
        .put("p50_ms", millis(model.medianToFirstToken()))
        .put("p95_ms", millis(model.p95ToFirstToken()))
        .build();
  }

  private static JsonObject error(ErrorReport error) {
    return new JsonObjectBuilder()
        .put("at", millis(error.at()))
        .put("model", error.model())
        .put("code", error.code().code())
        .put("message", error.message())
        .put("provider_code", error.providerCode())
        .put("log_id", error.logId())
        .put("stream_id", error.streamId())
        .build();
  }

  /** A secret has no value here: {@link EffectiveSetting} holds none. */
  private static JsonObject setting(EffectiveSetting setting) {
    EffectiveSetting.Origin origin = setting.origin();
    JsonObjectBuilder json =
        new JsonObjectBuilder()
            .put("name", setting.variable())
            .put("secret", setting.secret())
            .put("set", setting.set())
            .put("value", setting.value());
    if (origin != null) {
      json.put("source", origin.source()).put("ordinal", (long) origin.ordinal());
    }
    return json.build();
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> json) {
    return new JsonArray(items.stream().map(item -> (JsonValue) json.apply(item)).toList());
  }

  private static <T> JsonValue orNull(@Nullable T item, Function<T, JsonObject> json) {
    return item == null ? new JsonNull() : json.apply(item);
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : (Long) time.toEpochMilli();
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : (Long) duration.toMillis();
  }
}
