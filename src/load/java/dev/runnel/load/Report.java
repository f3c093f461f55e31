package dev.runnel.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one scenario found: a table, and whether what must hold does. Printed at its end. */
final class Report {

  private final PrintStream out;
  private final String title;
  private final List<String[]> rows = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private boolean failed;

  Report(PrintStream out, String title) {
    this.out = out;
    this.title = title;
  }

  /** Adds a row; the first one names the columns. */
  void row(String... cells) {
    rows.add(cells);
  }

  /** Adds a condition that must hold. */
  void require(String what, boolean holds) {
    failed |= !holds;
    verdicts.add((holds ? "ok      " : "FAILED  ") + what);
  }

  /** Requires that nothing was wrong with any stream, and says what was. */
  void requireAllOk(String what, Tally tally) {
    requireAllOk(what, tally, true);
  }

  /** Requires the same and one condition more. */
  void requireAllOk(String what, Tally tally, boolean holds) {
    require(what + ": " + tally.ratio() + " ok", holds && tally.allOk());
    tally
        .complaints()
        .forEach((complaint, count) -> verdicts.add("          " + count + " × " + complaint));
  }

  /** Prints everything; whether all that must hold does. */
  boolean print() {
    out.println();
    out.println(title);
    int[] widths = new int[rows.stream().mapToInt(row -> row.length).max().orElse(0)];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? row[i] + padding : "   " + padding + row[i]);
      }
      out.println(line);
    }
    verdicts.forEach(verdict -> out.println("  " + verdict));
    return !failed;
  }

  static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
