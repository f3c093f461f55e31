package dev.runnel.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What was asked for, by system properties.
 *
 * @param scenario the scenario's name, or {@code all}
 * @param servers the servers that it is run on
 * @param streams streams at a time
 * @param tokensPerSecond tokens per second of each stream
 * @param seconds how long each stream takes
 * @param soakMinutes how long the soak takes
 * @param seed of all that is random
 * @param jar {@code runnel.jar}
 * @param war the WAR that is put on WildFly
 * @param wildfly where WildFly lies
 * @param directory takes what the servers write
 */
record Options(
    String scenario,
    List<ServerKind> servers,
    int streams,
    int tokensPerSecond,
    int seconds,
    int soakMinutes,
    long seed,
    Path jar,
    Path war,
    Path wildfly,
    Path directory) {

  /** What the system properties ask for; one that is empty counts as not set. */
  static Options read() {
    String seed = text("load.seed", "");
    return new Options(
        text("load.scenario", "all"),
        servers(text("load.server", "both")),
        number("load.streams", 1000),
        number("load.rate", 20),
        number("load.seconds", 60),
        number("soak.minutes", 10),
        seed.isEmpty() ? System.nanoTime() : Long.parseLong(seed),
        Path.of(text("load.jar", "target/runnel.jar")),
        Path.of(text("load.war", "target/runnel.war")),
        Path.of(text("load.wildfly", "target/server/wildfly")),
        Path.of(text("load.directory", "target/load")));
  }

  private static List<ServerKind> servers(String name) {
    return name.equals("both")
        ? Arrays.asList(ServerKind.values())
        : List.of(ServerKind.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static int number(String property, int otherwise) {
    return Integer.parseInt(text(property, Integer.toString(otherwise)));
  }

  private static String text(String property, String otherwise) {
    String value = System.getProperty(property, "");
    return value.isBlank() ? otherwise : value;
  }
}
