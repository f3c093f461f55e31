package dev.runnel.load;

import java.util.Map;

/** One thing that a server must bear. */
interface Scenario {

  /** What it is about, in a few words. */
  String title(Options options);

  /** The settings of the server, beside those of its provider. */
  Map<String, String> settings();

  /** Whether it is the same on all servers, and one of them is enough. */
  default boolean isOfBrowsers() {
    return false;
  }

  /** Runs it on a server that was just started. */
  void run(Bed bed, Report report) throws InterruptedException;
}
