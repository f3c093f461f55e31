package dev.runnel.load;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the provider does in one stream: tokens at even intervals, the first after one interval,
 * then an ending.
 *
 * @param tokens how many tokens it sends
 * @param intervalNanos the time between two tokens
 * @param padding how many more characters come with each token; a client that checks must get none
 * @param ending what comes after the last one
 * @param pieces what is said instead of tokens with numbers, one for each; or none
 */
record Plan(int tokens, long intervalNanos, int padding, Ending ending, List<String> pieces) {

  // 2 MiB in 8 seconds: as much as is needed, so slow that the others do not feel it.
  private static final int BIG_TOKENS = 32;
  private static final int BIG_PADDING = 64 * 1024;
  private static final long BIG_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How the provider ends a stream. */
  enum Ending {
    /** As the protocol asks: finish reason, usage, {@code [DONE]}. */
    DONE("complete"),
    /** With an error inside the stream. */
    ERROR("error"),
    /** With a closed connection. */
    FIN("error"),
    /** With a reset connection. */
    RESET("error"),
    /** Not at all: it says nothing more. */
    SILENCE(""),
    /** Before it began: a status of 401 instead of a stream. */
    REFUSAL("error"),
    /** Not at all, and not even its head is sent. */
    NO_REPLY("");

    /** The terminal event that a client must see, or "" as nothing has ended. */
    final String terminal;

    Ending(String terminal) {
      this.terminal = terminal;
    }
  }

  /** A plan by its pace in tokens per second. */
  static Plan paced(int tokens, int tokensPerSecond, Ending ending) {
    return new Plan(tokens, TimeUnit.SECONDS.toNanos(1) / tokensPerSecond, 0, ending, List.of());
  }

  /**
   * More than the system takes for a client on the same machine that does not read: up to some
   * megabytes, whatever the client's own buffer is.
   */
  static Plan longerThanBuffers(Ending ending) {
    return new Plan(BIG_TOKENS, BIG_INTERVAL_NANOS, BIG_PADDING, ending, List.of());
  }

  /** An answer that says something, for who reads it in a browser. */
  static Plan saying(List<String> pieces, long intervalNanos) {
    return new Plan(pieces.size(), intervalNanos, 0, Ending.DONE, List.copyOf(pieces));
  }

  /** The text of a token, the first of which has the index 0. */
  String text(int index) {
    return pieces.isEmpty()
        ? Token.text(index, System.nanoTime()) + "x".repeat(padding)
        : pieces.get(index);
  }
}
