package dev.runnel.log;

import java.util.Arrays;

/**
 * What a log knows of its entries, 8 bytes for each: what it is, which place or violation it
 * belongs to, and where its bytes end. Entries are counted from 0 here. Not thread-safe: the log's
 * lock guards it.
 */
final class Marks {

  static final int STARTED = 0;
  static final int TEXT = 1;
  static final int REASONING = 2;
  static final int FOLLOW_UP = 3;
  static final int ENDED = 4;
  static final int STRING = 5;
  static final int APPEND = 6;
  static final int SCALAR = 7;
  static final int OBJECT = 8;
  static final int ARRAY = 9;
  static final int VIOLATION = 10;

  /** The places, or the violations, that one log can tell apart. */
  static final int MAX_INDEX = 1 << 28;

  private static final int KIND_SHIFT = 60;
  private static final int INDEX_SHIFT = 32;

  private long[] marks;
  private int length;

  /** None yet, and room for so many. */
  Marks(int room) {
    marks = new long[room];
  }

  int length() {
    return length;
  }

  /** How many there is room for. */
  int room() {
    return marks.length;
  }

  /**
   * The room in which one more fits too: what there is, else more.
   *
   * @param part how much more at the least: one part of so many
   */
  int roomForOneMore(int part) {
    return length < marks.length ? marks.length : length + Math.max(1, length / part);
  }

  /** Makes the room so large, if it is not. */
  void growTo(int room) {
    if (room > marks.length) {
      marks = Arrays.copyOf(marks, room);
    }
  }

  /** One more entry, whose bytes begin where those of the one before end. */
  void add(int kind, int index, int to) {
    growTo(roomForOneMore(1));
    marks[length++] = (long) kind << KIND_SHIFT | (long) index << INDEX_SHIFT | to;
  }

  int kind(int entry) {
    return (int) (marks[entry] >>> KIND_SHIFT);
  }

  /** Which place, or which violation, it belongs to. */
  int index(int entry) {
    return (int) (marks[entry] >>> INDEX_SHIFT) & MAX_INDEX - 1;
  }

  /** Where its bytes begin. */
  int from(int entry) {
    return entry == 0 ? 0 : to(entry - 1);
  }

  /** Where its bytes end. */
  int to(int entry) {
    return (int) marks[entry];
  }

  /** Whether two differ only in where they end: the same kind, and the same place. */
  boolean alike(int one, int other) {
    return marks[one] >>> INDEX_SHIFT == marks[other] >>> INDEX_SHIFT;
  }

  /** Gives back the room that is not used. */
  void trim() {
    marks = Arrays.copyOf(marks, length);
  }

  /** Forgets all but how many there were, and gives back the room. */
  void release() {
    marks = new long[0];
  }
}
