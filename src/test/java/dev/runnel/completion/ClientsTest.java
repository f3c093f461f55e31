package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void givesAWholeGraceAfterAClientThatCameJustAsTheOneBeforeWasOver() throws Exception {
    clients.enter();
    clients.leave();
    Thread ringing = new Thread(() -> time.advance(GRACE));
    synchronized (clients) {
      ringing.start();
      Await.until("the timer rings", () -> ringing.getState() == Thread.State.BLOCKED);
      clients.enter();
      clients.leave();
    }
    ringing.join();
    assertThat(deserted).isEmpty();

    time.advance(GRACE);
    assertThat(deserted).containsExactly("at " + 2 * GRACE.toNanos());
  }
}
