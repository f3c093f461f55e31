package dev.runnel.telemetry;

/** The streams of this server, for tools that speak JMX. */
public interface StreamsMXBean {

  /** Those that have not ended. */
  int getLive();

  /** Those that began since the application was started. */
  long getStarted();

  /** Those of them that ended by an error. */
  long getFailed();

  /** Those of them that were stopped, or left by their last client. */
  long getCancelled();

  /**
   * The median of the times to a first token since the application was started, of all models, in
   * milliseconds; -1 before there was one. Off by at most 1.6 %.
   */
  long getTimeToFirstTokenP50Millis();

  /** What 95 of 100 of them did not exceed, in milliseconds; -1 before there was one. */
  long getTimeToFirstTokenP95Millis();

  /**
   * Stops a stream, as its user can.
   *
   * @return how it ended, now or before: {@code complete}, {@code cancelled}, or an error's code
   * @throws IllegalArgumentException if there is no stream of this id, or no more
   */
  String cancel(String id);
}
