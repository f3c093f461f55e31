package dev.runnel.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person is shown of a conversation: all that is kept, also questions that got no word. What
 * is being replaced is left out for as long as the new answer is written; if that fails, it is
 * there again.
 *
 * @param about what it is
 * @param exchanges what was said, in the order in which it was asked
 * @param live the stream that is being written in it, the one asked last if there are several; null
 *     if there is none
 */
public record ReaderView(Summary about, List<Exchange> exchanges, @Nullable String live) {

  public ReaderView {
    exchanges = List.copyOf(exchanges);
  }

  /**
   * Of a transcript.
   *
   * @param unfinished the streams that are being written
   */
  static ReaderView of(Transcript transcript, Set<String> unfinished) {
    List<Exchange> shown = new ArrayList<>();
    String live = null;
    for (Exchange exchange : transcript.exchanges()) {
      if (exchange.answer() == null && unfinished.contains(exchange.streamId())) {
        live = exchange.streamId();
        String replaces = exchange.replaces();
        if (replaces != null) {
          int from = transcript.indexOf(replaces);
          shown.removeIf(earlier -> transcript.indexOf(earlier.streamId()) >= from);
        }
      }
      shown.add(exchange);
    }
    return new ReaderView(transcript.about(), shown, live);
  }
}
