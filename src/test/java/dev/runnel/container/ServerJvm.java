package dev.runnel.container;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The JVM of a server on this machine, asked as its owner can. */
final class ServerJvm {

  private final String pid;

  private ServerJvm(String pid) {
    this.pid = pid;
  }

  /** The one that Arquillian started: a child of this JVM, or what says where it is. */
  static ServerJvm ofArquillian() throws IOException {
    String file = System.getProperty("server.pid");
    return file == null ? below(ProcessHandle.current()) : named(Path.of(file));
  }

  /** The one that a process has started. */
  static ServerJvm below(ProcessHandle parent) {
    return new ServerJvm(
        Long.toString(
            parent
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .mapToLong(ProcessHandle::pid)
                .max()
                .orElseThrow()));
  }

  /** The one whose number is in a file. */
  static ServerJvm named(Path file) throws IOException {
    return new ServerJvm(Files.readString(file).strip());
  }

  /** Its number. */
  String pid() {
    return pid;
  }

  /** What it answers to a diagnostic command. */
  String jcmd(String command) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of its MBeans. */
  Set<String> mbeans() throws IOException, JMException {
    return jmx(
        server ->
            server.queryNames(null, null).stream()
                .map(ObjectName::getCanonicalName)
                .collect(Collectors.toSet()));
  }

  /**
   * Asks its MBeans, by a connection that none but this machine's can make. The agent for it stays
   * until the server ends.
   */
  @SuppressWarnings("BanJNDI") // an agent on this machine, asked by the test alone
  <T> T jmx(Question<T> question) throws IOException, JMException {
    String address;
    try {
      VirtualMachine machine = VirtualMachine.attach(pid);
      try {
        address = machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
    try (JMXConnector jmx = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
      return question.ask(jmx.getMBeanServerConnection());
    }
  }

  /** What MBeans are asked. */
  interface Question<T> {
    T ask(MBeanServerConnection server) throws IOException, JMException;
  }
}
