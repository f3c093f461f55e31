package dev.runnel.load;

import java.io.IOException;
import java.io.PrintStream;

/**
 * {@code bed}: the clients on the provider, without a server between. What this adds to latency,
 * every other figure holds too; and where it cannot keep the pace, no other figure means anything.
 */
final class BedAlone {

  private BedAlone() {}

  /** Measures; whether the bed keeps the pace that was asked for. */
  static boolean run(Options options, PrintStream out) throws IOException, InterruptedException {
    Report report =
        new Report(
            out,
            Report.format(
                "the bed alone: %,d streams × %d tokens/s × %d s",
                options.streams(), options.tokensPerSecond(), options.seconds()));
    try (Provider provider = Provider.start();
        Clients clients = new Clients(provider.port())) {
      PacedRound round =
          new PacedRound(provider, clients, ProcessProbe.self(), Dialect.PROVIDER)
              .run(options.streams(), 0, options.tokensPerSecond(), options.seconds());
      report.row(PacedRound.COLUMNS);
      report.row(round.row("bed"));
      report.requireAllOk("bed", round.tally());
    }
    return report.print();
  }
}
