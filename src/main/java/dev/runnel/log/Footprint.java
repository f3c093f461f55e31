package dev.runnel.log;

import dev.runnel.increment.Place;

/**
 * What one log takes of the memory of all: taken before it is used, given back when it is not
 * needed. Not thread-safe: the log's lock guards it.
 */
final class Footprint {

  /** What a log and the completion around it take beside text, marks and objects: a guess. */
  private static final int BASE_BYTES = 2048;

  /** What a place or a violation takes beside its words: a guess. */
  private static final int OBJECT_BYTES = 160;

  private final LogMemory memory;
  private long takenBytes;

  /** Nothing is taken yet. */
  Footprint(LogMemory memory) {
    this.memory = memory;
  }

  /**
   * Takes what a new log needs.
   *
   * @throws LogFullException if there is no room for new ones
   */
  void begin(int textBytes, int marks) {
    long needed = bytes(textBytes, marks, 0);
    if (!memory.takeForNew(needed)) {
      throw noRoom();
    }
    takenBytes = needed;
  }

  /**
   * Takes what is missing for a log of this size; what it has already stays.
   *
   * @param textBytes the room for its text
   * @param marks the room for its marks
   * @param objectBytes what its places and violations take, by {@link #objectBytes}
   * @return false if there is no room; nothing is taken then
   */
  boolean growTo(int textBytes, int marks, long objectBytes) {
    long more = bytes(textBytes, marks, objectBytes) - takenBytes;
    if (more <= 0) {
      return true;
    }
    if (!memory.take(more)) {
      return false;
    }
    takenBytes += more;
    return true;
  }

  static LogFullException noRoom() {
    return new LogFullException(
        "The server holds as many answers as it has room for. Try again in a moment.");
  }

  /** Gives back what a log of this size does not need. */
  void settleAt(int textBytes, int marks, long objectBytes) {
    long needed = bytes(textBytes, marks, objectBytes);
    memory.give(takenBytes - needed);
    takenBytes = needed;
  }

  /** Gives everything back. */
  void end() {
    memory.give(takenBytes);
    takenBytes = 0;
  }

  /** What was taken and not given back, in bytes. */
  long takenBytes() {
    return takenBytes;
  }

  /** What a log of this size takes, in bytes. */
  static long bytes(int textBytes, int marks, long objectBytes) {
    return BASE_BYTES + textBytes + (long) Long.BYTES * marks + objectBytes;
  }

  /** What an entry takes beside its text and its mark, at the most, in bytes. */
  static long objectBytes(LogEntry entry) {
    if (entry instanceof LogEntry.Growth growth) {
      Place place = growth.increment().place();
      String member = place.member();
      return OBJECT_BYTES + 2L * (place.path().length() + (member == null ? 0 : member.length()));
    } else if (entry instanceof LogEntry.Violation violation) {
      return OBJECT_BYTES + 2L * (violation.path().length() + violation.message().length());
    }
    return 0;
  }
}
