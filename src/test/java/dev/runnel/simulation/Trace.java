package dev.runnel.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What happened in a schedule: the last of it in words, all of it as a digest. */
final class Trace {

  private static final int TAIL_LINES = 150;

  private final Deque<String> tail = new ArrayDeque<>();
  private long digest = 1;
  private int lines;

  void add(int depth, String what) {
    String line = "  ".repeat(depth) + what;
    digest = digest * 0x100000001B3L + line.hashCode();
    lines++;
    if (tail.size() == TAIL_LINES) {
      tail.remove();
    }
    tail.add(line);
  }

  /** The same for the same lines. */
  long digest() {
    return digest;
  }

  /** The last lines. */
  @Override
  public String toString() {
    String skipped = lines > tail.size() ? "… " + (lines - tail.size()) + " lines before\n" : "";
    return skipped + String.join("\n", tail);
  }
}
