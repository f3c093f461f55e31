package dev.runnel.web;

import dev.runnel.config.BodySettings;
import dev.runnel.config.Threads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;

/** The time that each request's body has to come. Thread-safe. */
@Singleton
public class BodyTime {

  private final BodySettings settings;
  private final Threads threads;

  /** By these settings. */
  @Inject
  public BodyTime(BodySettings settings, Threads threads) {
    this.settings = settings;
    this.threads = threads;
  }

  /** A body in its time: a read throws a {@link ProblemException}, 408, when that is over. */
  public InputStream limit(InputStream body) {
    return new TimedBody(body, settings.limit(), threads);
  }
}
