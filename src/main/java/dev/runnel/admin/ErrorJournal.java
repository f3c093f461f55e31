package dev.runnel.admin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last errors. Thread-safe. */
final class ErrorJournal {

  /** So many are kept. */
  static final int MAX_ERRORS = 100;

  private final Deque<ErrorReport> latestFirst = new ArrayDeque<>(MAX_ERRORS);

  synchronized void add(ErrorReport error) {
    if (latestFirst.size() == MAX_ERRORS) {
      latestFirst.removeLast();
    }
    latestFirst.addFirst(error);
  }

  /** Those that are kept, the latest first. */
  synchronized List<ErrorReport> latestFirst() {
    return List.copyOf(latestFirst);
  }
}
