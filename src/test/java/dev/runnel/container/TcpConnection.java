package dev.runnel.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How a server's end of a connection stands, as Linux tells. */
final class TcpConnection {

  private static final Path TABLE = Path.of("/proc/net/tcp");
  private static final String ESTABLISHED = "01";

  private TcpConnection() {}

  /** Whether the system tells it. */
  static boolean canBeSeen() {
    return Files.isReadable(TABLE);
  }

  /** Whether the server has a connection from a port of this machine open. */
  static boolean isOpen(int serverPort, int clientPort) {
    String local = hex(serverPort);
    String remote = hex(clientPort);
    try {
      return Files.readAllLines(TABLE).stream()
          .map(line -> line.strip().split("\\s+"))
          .anyMatch(
              field ->
                  field.length > 3
                      && field[1].endsWith(local)
                      && field[2].endsWith(remote)
                      && field[3].equals(ESTABLISHED));
    } catch (IOException e) {
      throw new AssertionError("the table of connections cannot be read", e);
    }
  }

  private static String hex(int port) {
    return String.format(Locale.ROOT, ":%04X", port);
  }
}
