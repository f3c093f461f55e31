package dev.runnel.load;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts servers under load and says whether they bear it: what {@code mvn -Pload} and {@code mvn
 * -Psoak} run. The argument is the profile's name. The exit code is 0 when all that must hold does,
 * and 1 when not.
 */
public final class Load {

  private static final String BED = "bed";
  private static final String ALL = "all";

  private final Options options;
  private boolean failed;

  private Load(Options options) {
    this.options = options;
  }

  /** Runs the scenarios that the system properties choose. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Load load = new Load(Options.read());
    if (args[0].equals("soak")) {
      load.runOnServers(List.of(new Soak()));
    } else {
      load.run();
    }
    System.out.println();
    System.out.println(load.failed ? "FAILED" : "ok");
    System.exit(load.failed ? 1 : 0);
  }

  private void run() throws IOException, InterruptedException {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put("steady", new PacedScenario(false));
    scenarios.put("slow", new PacedScenario(true));
    scenarios.put("stalled", new StalledScenario());
    scenarios.put("leave", new LeaveScenario());
    scenarios.put("resume", new ResumeScenario());
    scenarios.put("page", new PageScenario());
    String chosen = options.scenario();
    if (!chosen.equals(ALL) && !chosen.equals(BED) && !scenarios.containsKey(chosen)) {
      throw new IllegalArgumentException(
          "load.scenario is " + chosen + ": allowed are all, bed, " + scenarios.keySet());
    }
    if (chosen.equals(ALL) || chosen.equals(BED)) {
      failed |= !BedAlone.run(options, System.out);
    }
    // Slow begins with what steady is.
    scenarios
        .keySet()
        .removeIf(name -> chosen.equals(ALL) ? name.equals("steady") : !name.equals(chosen));
    runOnServers(List.copyOf(scenarios.values()));
  }

  private void runOnServers(List<Scenario> scenarios) throws IOException, InterruptedException {
    ServerKind first = options.servers().get(0);
    for (ServerKind server : options.servers()) {
      for (Scenario scenario : scenarios) {
        if (server == first || !scenario.isOfBrowsers()) {
          failed |= !run(server, scenario);
        }
      }
    }
  }

  private boolean run(ServerKind kind, Scenario scenario) throws IOException, InterruptedException {
    Report report = new Report(System.out, kind.title + ", " + scenario.title(options));
    try (Provider provider = Provider.start()) {
      Map<String, String> settings = new LinkedHashMap<>(scenario.settings());
      settings.put("ARK_API_KEY", "load");
      settings.put("ARK_BASE_URL", "http://127.0.0.1:" + provider.port() + "/api/v3");
      settings.put("ARK_MODEL", "load");
      try (ServerProcess server = ServerProcess.start(kind, options, settings);
          Clients clients = new Clients(server.port())) {
        URI page = URI.create("http://localhost:" + server.port() + "/");
        scenario.run(new Bed(kind, server.probe(), provider, clients, page, options), report);
      }
    }
    return report.print();
  }
}
