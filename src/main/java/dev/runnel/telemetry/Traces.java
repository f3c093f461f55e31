package dev.runnel.telemetry;

import dev.runnel.completion.Completion;
import dev.runnel.completion.CompletionObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Traces completions by the server's MicroProfile Telemetry, where it has one that is switched on.
 * OpenTelemetry's classes are the server's and may be missing: {@link Spans} alone names them, and
 * is loaded only where they are there. Thread-safe.
 */
@Singleton
class Traces implements CompletionObserver {

  private static final Logger LOGGER = System.getLogger(Traces.class.getName());
  private static final CompletionObserver NONE = new CompletionObserver() {};

  private final CompletionObserver spans;

  @Inject
  Traces(Providers providers) {
    this(providers, Traces.class.getClassLoader());
  }

  /** With the classes that a loader finds. */
  Traces(Providers providers, ClassLoader loader) {
    this.spans = hasApi(loader) ? serversSpans(providers) : NONE;
  }

  private static boolean hasApi(ClassLoader loader) {
    try {
      Class.forName("io.opentelemetry.api.OpenTelemetry", false, loader);
      return true;
    } catch (ClassNotFoundException none) {
      return false;
    }
  }

  private static CompletionObserver serversSpans(Providers providers) {
    try {
      return Spans.ofServer(providers);
    } catch (RuntimeException | LinkageError e) {
      // A server's own tracing that does not work is no reason to refuse answers.
      LOGGER.log(Level.WARNING, "completions are not traced", e);
      return NONE;
    }
  }

  /** Whether nothing is traced here. */
  boolean none() {
    return spans == NONE;
  }

  @Override
  public void onStarted(Completion completion) {
    spans.onStarted(completion);
  }

  @Override
  public void onEnded(Completion completion) {
    spans.onEnded(completion);
  }
}
