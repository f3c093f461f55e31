package dev.runnel.health;

import dev.runnel.completion.Capacity;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.model.Model;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * What is looked at to say whether this server can work. No provider is asked: one that is down is
 * no reason to take the server out, and a check must not cost tokens. Thread-safe.
 */
@Singleton
class Checks {

  /**
   * One of them.
   *
   * @param name what is looked at
   * @param up whether it is well
   * @param data what was found: strings and {@code Long}s by their names
   */
  record Check(String name, boolean up, Map<String, Object> data) {

    /** The same for MicroProfile Health. */
    HealthCheckResponse toResponse() {
      var response = HealthCheckResponse.named("runnel-" + name).status(up);
      data.forEach(
          (key, value) -> {
            if (value instanceof Long number) {
              response.withData(key, number);
            } else {
              response.withData(key, value.toString());
            }
          });
      return response.build();
    }
  }

  private final ModelCatalog catalog;
  private final Completions completions;

  @Inject
  Checks(ModelCatalog catalog, Completions completions) {
    this.catalog = catalog;
    this.completions = completions;
  }

  /** All of them, in the order in which they are told. */
  List<Check> all() {
    return List.of(configuration(), capacity(), draining());
  }

  /** The settings are read: a wrong one had stopped the deployment. */
  Check configuration() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("chat", catalog.chatModel());
    data.put("structured", catalog.structuredModel());
    data.put("models", catalog.models().stream().filter(Model::configured).count());
    return new Check("configuration", true, data);
  }

  /**
   * How much is taken. A full server is well: were it taken out, clients whose line was cut could
   * not go on with the streams that only it has. New ones are told by a 503 to try again.
   */
  Check capacity() {
    Capacity now = completions.capacity();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("live", (long) now.live());
    data.put("max_live", (long) now.maxLive());
    data.put("log_bytes", now.logBytes());
    data.put("max_log_bytes", now.maxLogBytes());
    return new Check("capacity", true, data);
  }

  /** Whether the server is being stopped. */
  Check draining() {
    return new Check(
        "draining", !completions.draining(), Map.of("live", (long) completions.live()));
  }
}
