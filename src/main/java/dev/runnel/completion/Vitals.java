package dev.runnel.completion;

import dev.runnel.config.Threads;
import dev.runnel.log.LogEntry;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one completion. What the model says is counted by the one thread that hears
 * it, and a token costs an addition; any thread may read.
 */
final class Vitals {

  private final @Nullable String user;
  private final LongSupplier nanoTime;
  private final Instant startedAt;
  private final long startedNanos;

  /** Written by one thread: an ordered store is enough, and costs no fence. */
  private final AtomicLong characters = new AtomicLong();

  private volatile @Nullable Duration timeToFirstToken;
  private volatile int retries;
  private volatile @Nullable String logId;
  private volatile @Nullable Usage usage;
  private volatile @Nullable Duration duration;
  private volatile LogEntry.@Nullable Ended ended;

  /**
   * Of one that begins now.
   *
   * @param user the name of who asks, or null
   */
  Vitals(@Nullable String user, Threads threads) {
    this.user = user;
    this.nanoTime = threads.nanoTime();
    this.startedAt = threads.clock().instant();
    this.startedNanos = nanoTime.getAsLong();
  }

  /**
   * Counts what the model says.
   *
   * @return whether it is the model's first text or reasoning
   */
  boolean count(ModelEvent event) {
    if (event instanceof ModelEvent.Text piece) {
      return write(piece.text().length());
    } else if (event instanceof ModelEvent.Reasoning piece) {
      return write(piece.text().length());
    }
    return false;
  }

  /** Takes what tells of the call and nothing of the answer; false for all else. */
  boolean take(ModelEvent event) {
    if (event instanceof ModelEvent.UsageReported reported) {
      usage = reported.usage();
    } else if (event instanceof ModelEvent.Retried retried) {
      retries = retried.retries();
    } else if (event instanceof ModelEvent.Answered answered) {
      logId = answered.logId();
    } else {
      return false;
    }
    return true;
  }

  private boolean write(int length) {
    long before = characters.getPlain();
    characters.setRelease(before + length);
    if (before > 0) {
      return false;
    }
    timeToFirstToken = age();
    return true;
  }

  /** The tokens that the provider has told of while it wrote, or null. */
  @Nullable Usage usage() {
    return usage;
  }

  /** It ends, and this is how. Called once. */
  void end(LogEntry.Ended how) {
    if (how instanceof LogEntry.Complete complete && complete.usage() != null) {
      usage = complete.usage();
    } else if (how instanceof LogEntry.Failed failed && failed.logId() != null) {
      logId = failed.logId();
    }
    duration = age();
    ended = how;
  }

  /** Whether it has ended. */
  boolean ended() {
    return ended != null;
  }

  /** All of it, beside what the log and the clients know. */
  Progress progress(LogEntry.Started started, int clients, long lag) {
    LogEntry.Ended how = ended;
    Duration until = duration;
    return new Progress(
        started.streamId(),
        started.model(),
        started.dialect(),
        user,
        startedAt,
        until == null ? age() : until,
        timeToFirstToken,
        characters.getAcquire(),
        retries,
        logId,
        usage,
        how,
        clients,
        lag);
  }

  private Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - startedNanos);
  }
}
