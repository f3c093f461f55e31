package dev.runnel.simulation;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what the product logs while schedules run. An error there is one that the product
 * could only tell the administrator of.
 */
final class Errors extends Handler implements AutoCloseable {

  /** Held, because loggers that nobody holds go away. */
  private static final Logger LOGGER = Logger.getLogger("dev.runnel");

  private @Nullable String error;

  /** Listens from now on, and keeps the log quiet. */
  Errors() {
    LOGGER.addHandler(this);
    LOGGER.setUseParentHandlers(false);
  }

  /** The last error since this was asked, or null. */
  @Nullable String take() {
    String taken = error;
    error = null;
    return taken;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      StringBuilder words = new StringBuilder(record.getMessage());
      Throwable thrown = record.getThrown();
      if (thrown != null) {
        words.append(": ").append(thrown);
        for (StackTraceElement element : thrown.getStackTrace()) {
          words.append("\n    at ").append(element);
        }
      }
      error = words.toString();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
