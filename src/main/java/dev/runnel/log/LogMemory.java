package dev.runnel.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The memory that all logs of a server may hold together, live and finished ones. When it runs
 * short, finished logs are dropped, and when there are none, it is refused: first to new logs, then
 * to those that grow. Thread-safe.
 */
public final class LogMemory {

  /** One part of so many is kept for logs that live already. */
  private static final int RESERVED_PART = 8;

  private final long maxBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private volatile BooleanSupplier dropOne = () -> false;

  /**
   * Memory that no log holds yet.
   *
   * @param maxBytes the bound for all logs together
   */
  public LogMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Says how room is made.
   *
   * @param dropOne drops the finished log that ended first, by {@link StreamLog#drop}; false when
   *     there is none. Called by any thread that opens a log or appends, also while that log's lock
   *     is held: it must not wait for another log that lives
   */
  public void makeRoomBy(BooleanSupplier dropOne) {
    this.dropOne = dropOne;
  }

  /** The bytes that logs hold now. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /** The bound for all logs together, in bytes. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Takes bytes for a new log: not the last ones, which are for those that live already. */
  boolean takeForNew(long bytes) {
    return take(bytes, maxBytesForNew());
  }

  /** The bytes that logs may hold when a new one is opened, that one included. */
  public long maxBytesForNew() {
    return maxBytes - maxBytes / RESERVED_PART;
  }

  /** Takes bytes for a log that grows. */
  boolean take(long bytes) {
    return take(bytes, maxBytes);
  }

  /** Takes bytes, dropping finished logs for them if need be; false when there is no room. */
  private boolean take(long bytes, long bound) {
    while (true) {
      long held = heldBytes.get();
      if (held + bytes > bound) {
        if (!dropOne.getAsBoolean()) {
          return false;
        }
      } else if (heldBytes.compareAndSet(held, held + bytes)) {
        return true;
      }
    }
  }

  /** Gives bytes back. */
  void give(long bytes) {
    heldBytes.addAndGet(-bytes);
  }
}
