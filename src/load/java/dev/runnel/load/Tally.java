package dev.runnel.load;

import java.util.Map;
import java.util.TreeMap;

/** How many went well, and what was wrong with the others. For any thread. */
final class Tally {

  private final Map<String, Integer> complaints = new TreeMap<>();
  private int total;
  private int ok;

  /** Counts one: what was wrong with it, or "". */
  synchronized void add(String complaint) {
    total++;
    if (complaint.isEmpty()) {
      ok++;
    } else {
      complaints.merge(complaint, 1, Integer::sum);
    }
  }

  synchronized boolean allOk() {
    return ok == total;
  }

  synchronized int total() {
    return total;
  }

  /** Such as {@code 998/1,000}. */
  synchronized String ratio() {
    return Report.format("%,d/%,d", ok, total);
  }

  /** What was wrong, each with its count. */
  synchronized Map<String, Integer> complaints() {
    return Map.copyOf(complaints);
  }
}
