package dev.runnel.load;

import dev.runnel.eventstream.ServerSentEvent;

/**
 * Holds what one client reads against what the provider sent: each token once and in its order, ids
 * that strictly increase, one terminal event and nothing after it. Goes on over a resume. The first
 * thing that is wrong counts. For one thread at a time.
 */
final class AnswerCheck {

  private static final long HASH_FACTOR = 1_000_003;

  private final Dialect dialect;
  private final Samples addedLatency;

  private int tokens;
  private String streamId = "";
  private String terminal = "";
  private String code = "";
  private String complaint = "";
  private long textHash;
  private long position;
  private String lastEventId = "";

  /** The beginning of a token whose end has not come. */
  private String openToken = "";

  /**
   * A check at the beginning of a stream.
   *
   * @param addedLatency takes the time from provider to client of each token
   */
  AnswerCheck(Dialect dialect, Samples addedLatency) {
    this.dialect = dialect;
    this.addedLatency = addedLatency;
  }

  /** Takes the next event. */
  void onEvent(ServerSentEvent event) {
    if (!terminal.isEmpty()) {
      complain("an event after the terminal one");
      return;
    }
    if (dialect.hasIds) {
      onId(event.lastEventId());
    }
    Dialect.Told told = dialect.read(event);
    onText(told.text());
    terminal = told.terminal();
    code = told.code();
  }

  /** Takes the stream's id, as each reply's header tells it. */
  void onStreamId(String id) {
    if (streamId.isEmpty()) {
      streamId = id;
    } else if (!streamId.equals(id)) {
      complain("X-Stream-Id of another stream");
    }
  }

  /** The id of the stream, or "" as long as it is not known. */
  String streamId() {
    return streamId;
  }

  /** How many tokens have come. */
  int tokens() {
    return tokens;
  }

  /** The id of the last event, or "". */
  String lastEventId() {
    return lastEventId;
  }

  /** How the stream ended, or "" as long as it has not. */
  String terminal() {
    return terminal;
  }

  /** What was wrong up to now, or "". */
  String complaint() {
    return complaint;
  }

  /**
   * What was wrong with the whole, or "".
   *
   * @param expectedTerminal how the stream had to end
   * @param leastTokens how many tokens had to come
   * @param mostTokens how many tokens could come
   */
  String verdict(String expectedTerminal, int leastTokens, int mostTokens) {
    if (!terminal.equals(expectedTerminal)) {
      complain(
          terminal.isEmpty()
              ? "no terminal event"
              : "ended with " + terminal + (code.isEmpty() ? "" : " " + code));
    } else if (tokens < leastTokens || tokens > mostTokens) {
      complain(tokens < leastTokens ? "tokens lost at the end" : "more tokens than were sent");
    }
    return complaint;
  }

  /** A hash of the whole text, the same however it was cut into events. */
  long textHash() {
    return textHash;
  }

  private void onId(String id) {
    int dot = id.lastIndexOf('.');
    if (dot < 0 || !id.substring(0, dot).equals(streamId)) {
      complain("an id of another stream than X-Stream-Id");
      return;
    }
    long next = Long.parseLong(id, dot + 1, id.length(), 10);
    if (next <= position) {
      complain("ids do not increase");
    }
    position = next;
    lastEventId = id;
  }

  private void onText(String text) {
    if (text.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (int i = 0; i < text.length(); i++) {
      textHash = HASH_FACTOR * textHash + text.charAt(i);
    }
    String all = openToken + text;
    int at = 0;
    for (; at + Token.CHARS <= all.length(); at += Token.CHARS) {
      if (!Token.standsAt(all, at)) {
        complain("text that is no token");
        return;
      }
      int number = Token.number(all, at);
      if (number != tokens) {
        complain(number > tokens ? "tokens lost" : "tokens doubled or out of order");
      }
      tokens = number + 1;
      addedLatency.add(now - Token.sentNanos(all, at));
    }
    openToken = all.substring(at);
  }

  private void complain(String what) {
    if (complaint.isEmpty()) {
      complaint = what;
    }
  }
}
