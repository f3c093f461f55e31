package dev.runnel.load;

import java.util.Collections;
import java.util.List;

/**
 * What something cost a page.
 *
 * @param whole whether it ended well, with everything
 * @param millis how long it took
 * @param receivedBytes what the server's reply had: the more of an answer it joined, the less
 * @param taskMillis the time of the main thread in all
 * @param scriptMillis of that in scripts
 * @param layoutMillis of that in layout
 * @param styleMillis of that in finding styles
 * @param layouts how often there was a layout
 * @param longFrameMillis the frames that took long, without the first one
 */
record PageCost(
    boolean whole,
    double millis,
    long receivedBytes,
    double taskMillis,
    double scriptMillis,
    double layoutMillis,
    double styleMillis,
    long layouts,
    List<Double> longFrameMillis) {

  static final String[] COLUMNS = {
    "what",
    "s",
    "KB received",
    "main thread ms",
    "script",
    "layout",
    "style",
    "layouts",
    "long frames",
    "worst ms"
  };

  private static final double BYTES_PER_KB = 1024;
  private static final double MILLIS_PER_SECOND = 1000;

  String[] row(String what) {
    return new String[] {
      what,
      Report.format("%.1f", millis / MILLIS_PER_SECOND),
      Report.format("%.0f", receivedBytes / BYTES_PER_KB),
      Report.format("%.0f", taskMillis),
      Report.format("%.0f", scriptMillis),
      Report.format("%.0f", layoutMillis),
      Report.format("%.0f", styleMillis),
      Long.toString(layouts),
      Integer.toString(longFrameMillis.size()),
      worstFrame()
    };
  }

  /** The longest of them; a browser tells of no shorter ones than 50 ms. */
  String worstFrame() {
    return longFrameMillis.isEmpty()
        ? "-"
        : Report.format("%.0f", Collections.max(longFrameMillis));
  }
}
