package dev.runnel.web;

import dev.runnel.completion.Completions;
import dev.runnel.config.AccessSettings;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** What the event streams keep to their package, for tests of others. */
public final class WebAccess {

  private final WriterLanes lanes;

  private final Set<EventStreamWriter> writers;
  private final EventStreams streams;

  /**
   * Event streams in lanes of these widths.
   *
   * @param onLeave hears of each client that is written to no more
   */
  public WebAccess(
      Completions completions,
      Iterable<Dialect> dialects,
      Threads threads,
      StreamSettings settings,
      int fastWidth,
      int slowWidth,
      Consumer<SseEventSink> onLeave) {
    // In the order in which they came, so that a run can be repeated.
    writers =
        new CopyOnWriteArraySet<>() {
          private static final long serialVersionUID = 1;

          @Override
          public boolean remove(Object writer) {
            boolean removed = super.remove(writer);
            if (removed) {
              onLeave.accept(((EventStreamWriter) writer).sink());
            }
            return removed;
          }
        };
    lanes = new WriterLanes(threads, fastWidth, slowWidth);
    AccessSettings access =
        new AccessSettings(AccessSettings.Auth.ANONYMOUS, Set.of(), false, Set.of());
    streams = new EventStreams(completions, dialects, threads, settings, access, lanes, writers);
  }

  public EventStreams streams() {
    return streams;
  }

  /** The writers whose clients have not left. */
  public int writers() {
    return writers.size();
  }

  /** The writers that the fast lane runs. */
  public int fast() {
    return lanes.fast();
  }

  /** The writers that the slow lane holds. */
  public int slow() {
    return lanes.slow();
  }

  /** The writers that wait for a place in a lane. */
  public int waiting() {
    return lanes.waiting();
  }

  /** The application goes. */
  public void stop() {
    streams.stop();
  }
}
