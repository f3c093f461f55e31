package dev.runnel.json;

import java.util.Arrays;

/**
 * Characters that wait to become one string. Pieces of a few characters cost less here than in a
 * {@link StringBuilder}, which looks at each of them for what it can be compressed to. Keeps its
 * room. Not thread-safe.
 */
public final class HeldText {

  private char[] chars = new char[64];
  private int length;

  /** How many characters wait. */
  public int length() {
    return length;
  }

  /** Forgets them. */
  public void clear() {
    length = 0;
  }

  /** Adds one. */
  public void append(char c) {
    reserve(1);
    chars[length++] = c;
  }

  /** Adds a piece of a buffer. */
  public void append(char[] buffer, int from, int count) {
    reserve(count);
    System.arraycopy(buffer, from, chars, length, count);
    length += count;
  }

  /** All of them as a string; they go on waiting. */
  @Override
  public String toString() {
    return new String(chars, 0, length);
  }

  private void reserve(int more) {
    if (chars.length - length < more) {
      chars = Arrays.copyOf(chars, Math.max(Math.addExact(length, more), 2 * chars.length));
    }
  }
}
