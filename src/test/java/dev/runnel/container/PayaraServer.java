package dev.runnel.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A domain of Payara Server, made for a test and run below {@code target}, with what its
 * administrator can do there. Whatever a command prints is kept.
 */
final class PayaraServer {

  private static final String ASADMIN =
      Path.of(System.getProperty("payara.home"), "bin", "asadmin").toString();
  private static final Path DOMAINS = Path.of(System.getProperty("payara.domains"));
  private static final Path SCRIPTS = Path.of(System.getProperty("payara.scripts"));

  /** Payara's offsets from the first port of a domain. */
  private static final int ADMIN = 48;

  private static final int HTTP = 80;
  private static final int JMX = 86;

  private final String name;
  private final int portBase;
  private final StringBuilder said = new StringBuilder();

  private PayaraServer(String name, int portBase) {
    this.name = name;
    this.portBase = portBase;
  }

  /** Starts a new domain on ports of its own. */
  static PayaraServer start(String name, int portBase) throws IOException, InterruptedException {
    PayaraServer server = new PayaraServer(name, portBase);
    server.delete();
    server.succeeds(
        ASADMIN,
        "--interactive=false",
        "create-domain",
        "--nopassword",
        "--domaindir=" + DOMAINS,
        "--portbase=" + portBase,
        name);
    server.succeeds(ASADMIN, "start-domain", "--domaindir=" + DOMAINS, name);
    return server;
  }

  /** Ends the server and forgets its domain. */
  public void stop() throws IOException, InterruptedException {
    succeeds(ASADMIN, "stop-domain", "--domaindir=" + DOMAINS, name);
    delete();
  }

  private void delete() throws IOException {
    if (Files.exists(DOMAINS.resolve(name))) {
      try (Stream<Path> files = Files.walk(DOMAINS.resolve(name))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + (portBase + HTTP) + path);
  }

  /** What tools for administrators read of an MBean by Payara's connector. */
  @SuppressWarnings("BanJNDI") // a server on this machine, asked by the test alone
  Object monitored(String bean, String attribute) throws IOException, JMException {
    JMXServiceURL connector =
        new JMXServiceURL(
            "service:jmx:rmi:///jndi/rmi://localhost:" + (portBase + JMX) + "/jmxrmi");
    Map<String, Object> administrator =
        Map.of(JMXConnector.CREDENTIALS, new String[] {"admin", ""});
    try (JMXConnector jmx = JMXConnectorFactory.connect(connector, administrator)) {
      return jmx.getMBeanServerConnection().getAttribute(new ObjectName(bean), attribute);
    }
  }

  /** Runs a command that succeeds, and returns what it prints. */
  String asadmin(String... command) throws IOException, InterruptedException {
    return succeeds(command(command));
  }

  /** Runs a command that fails, and returns what it prints. */
  String asadminFails(String... command) throws IOException, InterruptedException {
    StringBuilder output = new StringBuilder();
    assertThat(run(Map.of(), output, command(command))).as("%s", output).isNotZero();
    return output.toString();
  }

  private String[] command(String... command) {
    return Stream.concat(
            Stream.of(ASADMIN, "--interactive=false", "--port=" + (portBase + ADMIN)),
            Arrays.stream(command))
        .toArray(String[]::new);
  }

  /** Sets a property of MicroProfile Config for the whole domain. */
  void setProperty(String property, String value) throws IOException, InterruptedException {
    asadmin(
        "set-config-property",
        "--propertyName=" + property,
        "--propertyValue=" + value,
        "--source=domain");
  }

  void deleteProperty(String property) throws IOException, InterruptedException {
    asadmin("delete-config-property", "--propertyName=" + property, "--source=domain");
  }

  /** Runs {@code install.sh} with these variables. */
  void install(String contextRoot, Map<String, String> variables)
      throws IOException, InterruptedException {
    StringBuilder output = new StringBuilder();
    assertThat(
            run(
                variables,
                output,
                "sh",
                SCRIPTS.resolve("install.sh").toString(),
                contextRoot,
                war()))
        .as("%s", output)
        .isZero();
  }

  /** Runs {@code undo.asadmin}. */
  String undo() throws IOException, InterruptedException {
    return asadmin("multimode", "--file=" + SCRIPTS.resolve("undo.asadmin"));
  }

  static String war() {
    return System.getProperty("runnel.war");
  }

  private String succeeds(String... command) throws IOException, InterruptedException {
    StringBuilder output = new StringBuilder();
    assertThat(run(Map.of(), output, command)).as("%s", output).isZero();
    return output.toString();
  }

  private int run(Map<String, String> variables, StringBuilder output, String... command)
      throws IOException, InterruptedException {
    // A file: the server that a command starts would keep a pipe open.
    Path file = Files.createTempFile("asadmin", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(key -> key.matches("(COZE|ARK|OPENAI|RUNNEL)_.*"));
      environment.put("RUNNEL_DEMO_PACE", "PT0.002S");
      environment.put("RUNNEL_DRAIN", "PT0.5S");
      environment.put("ASADMIN", ASADMIN + " --port=" + (portBase + ADMIN));
      environment.putAll(variables);
      int exit = builder.start().waitFor();
      output.append(Files.readString(file));
      said.append(output);
      return exit;
    } finally {
      Files.delete(file);
    }
  }

  /** All that commands have printed, that the server has logged, and its configuration. */
  String traces() throws IOException {
    Path domain = DOMAINS.resolve(name);
    StringBuilder traces = new StringBuilder(said);
    List<Path> read = new ArrayList<>(List.of(domain.resolve("config/domain.xml")));
    try (Stream<Path> logs = Files.list(domain.resolve("logs"))) {
      logs.filter(Files::isRegularFile).forEach(read::add);
    }
    for (Path file : read) {
      traces.append(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return traces.toString();
  }

  /** Its JVM. */
  ServerJvm jvm() throws IOException {
    return ServerJvm.named(DOMAINS.resolve(name).resolve("config/pid"));
  }
}
