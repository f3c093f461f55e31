package dev.runnel.web;

import dev.runnel.completion.Completions;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Streams in a dialect that only says the kind of each slice. */
public final class PlainStreams {

  /** As they are by default, but without time to end. */
  public static final StreamSettings SETTINGS = settings(Duration.ZERO);

  private PlainStreams() {}

  /**
   * Streams of completions.
   *
   * @param drain how long they have to end
   */
  public static EventStreams of(Completions completions, Threads threads, Duration drain) {
    Dialect dialect =
        new Dialect(
            "chat",
            () ->
                slice ->
                    new WireEvent(
                        null, slice.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8)));
    return new EventStreams(
        completions,
        List.of(dialect),
        threads,
        settings(drain),
        new AccessSettings(AccessSettings.Auth.ANONYMOUS, Set.of(), false, Set.of()),
        new WriterLanes(threads),
        ConcurrentHashMap.newKeySet());
  }

  private static StreamSettings settings(Duration drain) {
    return new StreamSettings(Duration.ofSeconds(2), Duration.ofSeconds(30), drain);
  }
}
