package dev.runnel.web;

import dev.runnel.completion.Completions;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogSlice;
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
    return of(completions, threads, drain, () -> {});
  }

  /**
   * The same.
   *
   * @param onClient run when a client has found its stream, before it is counted
   */
  static EventStreams of(
      Completions completions, Threads threads, Duration drain, Runnable onClient) {
    Dialect dialect =
        new Dialect(
            "chat",
            () -> {
              onClient.run();
              return PlainStreams::encode;
            });
    return new EventStreams(
        completions,
        List.of(dialect),
        threads,
        settings(drain),
        new AccessSettings(AccessSettings.Auth.ANONYMOUS, Set.of(), false, Set.of()),
        new WriterLanes(threads),
        ConcurrentHashMap.newKeySet());
  }

  private static WireEvent encode(LogSlice slice) {
    return new WireEvent(null, slice.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
  }

  private static StreamSettings settings(Duration drain) {
    return new StreamSettings(Duration.ofSeconds(2), Duration.ofSeconds(30), drain);
  }
}
