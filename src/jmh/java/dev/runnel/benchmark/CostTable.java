package dev.runnel.benchmark;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link TokenBenchmark} and prints what one token costs. Takes the options of JMH, such as
 * {@code -p shape=FLAT}.
 */
public final class CostTable {

  private static final int[] CHARS = {10_000, 100_000, 1_000_000};

  /** What one token costs. */
  private record Cost(double nanoseconds, double bytes) {}

  private final Map<String, Cost> costs = new TreeMap<>();

  private CostTable(Collection<RunResult> results) {
    results.forEach(this::add);
  }

  /** Runs the benchmarks; the table is the last that is printed. */
  public static void main(String[] options) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(options))
                    .include(TokenBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    new CostTable(results).print();
  }

  private void add(RunResult result) {
    String benchmark = result.getPrimaryResult().getLabel();
    Shape shape = Shape.valueOf(result.getParams().getParam("shape"));
    int chars = Integer.parseInt(result.getParams().getParam("chars"));
    int tokens = new Document(shape, chars).size();
    double bytes =
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
    // The median: a shared machine disturbs some of the measurements, a mean would keep it.
    double nanoseconds = result.getPrimaryResult().getStatistics().getPercentile(50);
    costs.put(key(benchmark, shape, chars), new Cost(nanoseconds / tokens, bytes / tokens));
  }

  private void print() {
    System.out.println();
    System.out.println("Per token of about 4 characters: ns (bytes allocated)");
    System.out.println();
    System.out.println(
        "| shape | characters | parser | rendered events | Jackson, tokens only |"
            + " parser / Jackson | rendered, 1 MB / 10 KB |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|");
    for (Shape shape : Shape.values()) {
      for (int chars : CHARS) {
        if (costs.containsKey(key("rendered", shape, chars))) {
          print(shape, chars);
        }
      }
    }
  }

  private void print(Shape shape, int chars) {
    Cost parser = cost("parser", shape, chars);
    Cost rendered = cost("rendered", shape, chars);
    Cost jackson = cost("jackson", shape, chars);
    double growth = rendered.nanoseconds() / cost("rendered", shape, CHARS[0]).nanoseconds();
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %s | %s | %s | %.2f | %.2f |",
            shape.name().toLowerCase(Locale.ROOT),
            chars,
            text(parser),
            text(rendered),
            text(jackson),
            parser.nanoseconds() / jackson.nanoseconds(),
            growth));
  }

  private Cost cost(String benchmark, Shape shape, int chars) {
    return costs.getOrDefault(key(benchmark, shape, chars), new Cost(Double.NaN, Double.NaN));
  }

  private static String text(Cost cost) {
    return String.format(Locale.ROOT, "%.1f (%.1f)", cost.nanoseconds(), cost.bytes());
  }

  private static String key(String benchmark, Shape shape, int chars) {
    return benchmark + ' ' + shape + ' ' + chars;
  }
}
