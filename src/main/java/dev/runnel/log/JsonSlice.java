package dev.runnel.log;

import dev.runnel.json.Utf8JsonBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A range of a log's bytes: JSON in UTF-8, read where it lies. Immutable: bytes in a log never
 * change.
 */
public final class JsonSlice {

  private final byte[] array;
  private final int from;
  private final int to;

  JsonSlice(byte[] array, int from, int to) {
    this.array = array;
    this.from = from;
    this.to = to;
  }

  /** The number of bytes. */
  public int length() {
    return to - from;
  }

  /** Appends the bytes as they are. */
  public void appendTo(Utf8JsonBuffer buffer) {
    buffer.append(array, from, to);
  }

  /** The bytes as text. */
  @Override
  public String toString() {
    return new String(array, from, to - from, StandardCharsets.UTF_8);
  }
}
