package dev.runnel.completion;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which completion a key started, as long as that is kept. So there are never more keys than
 * completions. Thread-safe.
 */
final class IdempotencyKeys {

  /** One key; its lock is held while its completion is being started. */
  private static final class Entry {
    private final String fingerprint;
    private volatile @Nullable Completion completion;

    private Entry(String fingerprint) {
      this.fingerprint = fingerprint;
    }
  }

  private final Function<String, Optional<Completion>> find;
  private final Map<IdempotencyKey, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, IdempotencyKey> byStream = new ConcurrentHashMap<>();

  /**
   * No keys yet.
   *
   * @param find the completion of an id, as long as it is kept
   */
  IdempotencyKeys(Function<String, Optional<Completion>> find) {
    this.find = find;
  }

  Completion startOrJoin(IdempotencyKey key, Supplier<Completion> start) {
    IdempotencyKey name = key.withoutFingerprint();
    while (true) {
      Entry mine = new Entry(key.fingerprint());
      synchronized (mine) {
        Entry known = entries.putIfAbsent(name, mine);
        if (known == null) {
          return start(name, mine, start);
        }
        if (!known.fingerprint.equals(key.fingerprint())) {
          throw new KeyReusedException();
        }
        Completion joined = completion(known);
        if (joined != null) {
          return joined;
        }
        // It could not be started, or is kept no more: the key is free.
        entries.remove(name, known);
      }
    }
  }

  private Completion start(IdempotencyKey name, Entry mine, Supplier<Completion> start) {
    try {
      Completion started = start.get();
      mine.completion = started;
      String id = started.log().id();
      byStream.put(id, name);
      if (find.apply(id).isEmpty()) {
        // It ended, and went to make room, before it was known here.
        forget(started);
      }
      return started;
    } finally {
      if (mine.completion == null) {
        entries.remove(name, mine);
      }
    }
  }

  /** The completion of an entry, after whoever starts it has done so; null if there is none. */
  private @Nullable Completion completion(Entry entry) {
    synchronized (entry) {
      Completion completion = entry.completion;
      return completion == null ? null : find.apply(completion.log().id()).orElse(null);
    }
  }

  int size() {
    return entries.size();
  }

  /** A completion is kept no more. */
  void forget(Completion completion) {
    IdempotencyKey name = byStream.remove(completion.log().id());
    if (name != null) {
      // Meanwhile the key may have started another.
      entries.computeIfPresent(
          name, (same, entry) -> entry.completion == completion ? null : entry);
    }
  }
}
