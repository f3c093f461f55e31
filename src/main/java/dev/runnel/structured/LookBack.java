package dev.runnel.structured;

/**
 * Text that is read from its front and can be read again from a mark. Keeps the text from the mark
 * on, and no more than {@link #MAX_CHARS} before it.
 */
class LookBack {

  /** How far a reader can go on from its mark and still come back, in characters. */
  static final int MAX_CHARS = 16 << 10;

  private final StringBuilder window = new StringBuilder();

  /** Characters of the text that are no longer in the window. */
  private int forgotten;

  private int at;
  private int mark;

  /** Adds a character at the end. */
  void append(char c) {
    window.append(c);
  }

  /** Whether a character is left to be read. */
  boolean hasNext() {
    return at < window.length();
  }

  /** Reads one character. */
  char next() {
    return window.charAt(at++);
  }

  /** Marks the character that was read last. */
  void mark() {
    mark = at - 1;
  }

  /** Goes back to right after the mark. */
  void rewind() {
    at = mark + 1;
  }

  /** Whether as much was read since the mark as can be kept. */
  boolean isFull() {
    return at - mark >= MAX_CHARS;
  }

  /** How many characters of the text stand before the mark. */
  int marked() {
    return forgotten + mark;
  }

  /** How many characters of the text were read. */
  int read() {
    return forgotten + at;
  }

  /** The rest that is to be read; it is forgotten here. */
  String takeRest() {
    String rest = window.substring(at);
    at = window.length();
    forgetRead();
    return rest;
  }

  /** Forgets what was read: nothing goes back behind this. */
  void forgetRead() {
    forget(at);
  }

  /** Forgets what stands before the mark, now and then: moving the rest has its cost. */
  void forgetUnmarked() {
    if (mark >= MAX_CHARS) {
      forget(mark);
    }
  }

  private void forget(int chars) {
    window.delete(0, chars);
    forgotten += chars;
    at -= chars;
    mark -= chars;
  }
}
