package dev.runnel.completion;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers the ids of streams that can be read no more, so that a late client hears "gone" instead
 * of "never known". Thread-safe.
 */
final class ExpiredIds {

  /** The ids that are remembered at most; the oldest goes first. */
  static final int MAX_IDS = 100_000;

  /** How long an id is remembered. */
  static final Duration MEMORY = Duration.ofHours(24);

  private final LongSupplier nanoTime;
  private final Map<String, Long> expiredAt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_IDS || old(eldest.getValue());
        }
      };

  ExpiredIds(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void add(String id) {
    expiredAt.put(id, nanoTime.getAsLong());
  }

  synchronized boolean contains(String id) {
    Long at = expiredAt.get(id);
    return at != null && !old(at);
  }

  private boolean old(long at) {
    return nanoTime.getAsLong() - at > MEMORY.toNanos();
  }
}
