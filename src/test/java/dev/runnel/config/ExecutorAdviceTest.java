package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every server is told the same: as many threads as the WAR would have itself, and no queue. */
class ExecutorAdviceTest {

  private static final Path SERVERS = Path.of("server-config");

  @Test
  void payaraGetsAThreadForEachWorkerAndNoQueue() throws IOException {
    assertThat(Files.readString(SERVERS.resolve("payara-server/server.asadmin")))
        .contains("--maximumpoolsize " + Threads.MAX_WORKERS + " --taskqueuecapacity 0 ");
  }

  @Test
  void wildFlyGetsAThreadForEachWorkerAndNoQueue() throws IOException {
    assertThat(Files.readString(SERVERS.resolve("wildfly/install.cli")))
        .contains("max-threads=" + Threads.MAX_WORKERS + ", \\\n  queue-length=0 \\\n");
  }

  @Test
  void theReadmesSaySo() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("Give it " + Threads.MAX_WORKERS + " threads and no queue");
    assertThat(Files.readString(Path.of("README.zh.md")))
        .contains("请给它 " + Threads.MAX_WORKERS + " 个线程且不设队列");
  }
}
