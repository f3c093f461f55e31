package dev.runnel.conversation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A conversation as it was at one moment.
 *
 * @param about what it is
 * @param exchanges what was said, in the order in which it was asked
 */
public record Transcript(Summary about, List<Exchange> exchanges) {

  public Transcript {
    exchanges = List.copyOf(exchanges);
  }

  /** Where the exchange of a stream is, or -1. */
  int indexOf(String streamId) {
    return IntStream.range(0, exchanges.size())
        .filter(i -> exchanges.get(i).streamId().equals(streamId))
        .findFirst()
        .orElse(-1);
  }
}
