package dev.runnel.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A document of any size in tokens of about four characters. Its middle is a small ring of tokens
 * that is walked again and again, so that the caches hold it: what is measured is the work on the
 * tokens, not the walk over the input.
 */
final class Document {

  private static final int[] TOKEN_CHARS = {4, 3, 5, 4, 2, 6};

  private final List<String> start;
  private final List<String> ring;
  private final List<String> end;
  private final int rounds;

  Document(Shape shape, int chars) {
    start = tokens(shape.start);
    ring = tokens(shape.middle);
    end = tokens(shape.end);
    rounds = chars / shape.middle.length();
  }

  /** How many tokens the document has. */
  int size() {
    return start.size() + rounds * ring.size() + end.size();
  }

  /** All tokens in their order. */
  void forEach(Consumer<String> consumer) {
    walk(start, ring, end, consumer);
  }

  /** All tokens in their order, in UTF-8. */
  Bytes bytes() {
    return new Bytes();
  }

  private <T> void walk(List<T> start, List<T> ring, List<T> end, Consumer<T> consumer) {
    start.forEach(consumer);
    for (int round = 0; round < rounds; round++) {
      ring.forEach(consumer);
    }
    end.forEach(consumer);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int next = Math.min(text.length(), at + TOKEN_CHARS[tokens.size() % TOKEN_CHARS.length]);
      tokens.add(text.substring(at, next));
      at = next;
    }
    return tokens;
  }

  /** The same tokens for a parser that reads bytes. */
  final class Bytes {

    private final List<byte[]> startBytes = encode(start);
    private final List<byte[]> ringBytes = encode(ring);
    private final List<byte[]> endBytes = encode(end);

    void forEach(Consumer<byte[]> consumer) {
      walk(startBytes, ringBytes, endBytes, consumer);
    }

    private static List<byte[]> encode(List<String> tokens) {
      return tokens.stream().map(token -> token.getBytes(StandardCharsets.UTF_8)).toList();
    }
  }
}
