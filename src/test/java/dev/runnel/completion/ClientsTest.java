package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.log.Cursor;
import dev.runnel.log.LogMemory;
import dev.runnel.log.StreamLog;
import dev.runnel.standin.Await;
import dev.runnel.standin.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientsTest {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ManualScheduler time = new ManualScheduler();
  private final List<String> deserted = new ArrayList<>();
  private final Clients clients =
      new Clients(new Grace(GRACE, time), () -> deserted.add("at " + time.nanoTime()));

  private final Cursor client = new StreamLog("log", new LogMemory(1 << 20)).cursor(0);

  @Test
  void givesAWholeGraceAfterAClientThatCameJustAsTheOneBeforeWasOver() throws Exception {
    clients.enter(client);
    clients.leave(client);
    Thread ringing = new Thread(() -> time.advance(GRACE));
    synchronized (clients) {
      ringing.start();
      Await.until("the timer rings", () -> ringing.getState() == Thread.State.BLOCKED);
      clients.enter(client);
      clients.leave(client);
    }
    ringing.join();
    assertThat(deserted).isEmpty();

    time.advance(GRACE);
    assertThat(deserted).containsExactly("at " + 2 * GRACE.toNanos());
  }
}
