package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.Threads;
import dev.runnel.standin.ManualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WriterLanesTest {

  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final ManualScheduler time = new ManualScheduler();
  private final WriterLanes lanes =
      new WriterLanes(new Threads(threads::add, time, time::nanoTime));
  private final List<String> ran = new ArrayList<>();

  /** A task that is held up for as long as a test says so. */
  private final class Client implements WriterLanes.Task {
    private final String name;
    private boolean slow;
    private boolean heldUp;
    private boolean rejected;
    private Runnable within = () -> {};

    private Client(String name) {
      this.name = name;
    }

    @Override
    public boolean slow() {
      return slow;
    }

    @Override
    public boolean heldUp(Duration time) {
      return heldUp;
    }

    @Override
    public void rejected(Throwable cause) {
      rejected = true;
    }

    @Override
    public void run() {
      ran.add(name);
      within.run();
    }
  }

  @Test
  void runsAFewFastWritersAtATimeAndTheOthersAfterThemOnTheSameThreads() {
    for (int i = 0; i < 2 * WriterLanes.FAST_WIDTH; i++) {
      lanes.execute(new Client("fast " + i));
    }
    assertThat(threads).hasSize(WriterLanes.FAST_WIDTH);
    threads.remove().run();
    assertThat(ran).as("one after the other").hasSize(1 + WriterLanes.FAST_WIDTH);
    runAll();
    assertThat(ran).hasSize(2 * WriterLanes.FAST_WIDTH).doesNotHaveDuplicates();
  }

  @Test
  void givesThePlacesOfWritersThatAreHeldUpToOthers() {
    List<Client> stalled = clients(WriterLanes.FAST_WIDTH);
    stalled.forEach(lanes::execute);
    lanes.execute(new Client("fast"));
    assertThat(threads).hasSize(WriterLanes.FAST_WIDTH);

    stalled.forEach(client -> client.heldUp = true);
    time.advance(WriterLanes.HELD_UP);

    assertThat(threads).hasSize(WriterLanes.FAST_WIDTH + 1);
    threads.removeLast().run();
    assertThat(ran).containsExactly("fast");
    assertThat(time.pending()).as("nothing waits: nobody looks").isEmpty();
  }

  @Test
  void holdsAtMostHalfOfTheThreadsInTheSlowLane() {
    List<Client> slow = clients(WriterLanes.SLOW_WIDTH + 10);
    slow.forEach(
        client -> {
          client.slow = true;
          lanes.execute(client);
        });
    assertThat(threads).hasSize(WriterLanes.SLOW_WIDTH);
    lanes.execute(new Client("fast"));
    threads.removeLast().run();
    assertThat(ran).containsExactly("fast");
    runAll();
    assertThat(ran).hasSize(WriterLanes.SLOW_WIDTH + 11).doesNotHaveDuplicates();
  }

  @Test
  void movesNobodyToTheSlowLaneWhenThatIsFull() {
    clients(WriterLanes.SLOW_WIDTH)
        .forEach(
            client -> {
              client.slow = true;
              lanes.execute(client);
            });
    List<Client> stalled = clients(WriterLanes.FAST_WIDTH);
    stalled.forEach(lanes::execute);
    lanes.execute(new Client("waits"));
    stalled.forEach(client -> client.heldUp = true);
    int most = WriterLanes.SLOW_WIDTH + WriterLanes.FAST_WIDTH;
    time.advance(WriterLanes.HELD_UP);
    assertThat(threads).hasSize(most);

    threads.remove().run();
    time.advance(WriterLanes.HELD_UP);
    assertThat(threads).as("a slow one is through, a held-up one moves").hasSize(most);
    runAll();
    assertThat(ran).contains("waits").hasSize(most + 1);
  }

  @Test
  void aTaskMayHandItselfInAgainWhileItRuns() {
    Client client = new Client("again");
    client.within =
        () -> {
          client.within = () -> {};
          lanes.execute(client);
        };
    lanes.execute(client);
    runAll();
    assertThat(ran).containsExactly("again", "again");
  }

  @Test
  void tellsATaskThatWillNotRun() {
    WriterLanes stopped =
        new WriterLanes(
            new Threads(
                task -> {
                  throw new RejectedExecutionException("stopping");
                },
                time,
                time::nanoTime));
    for (int i = 0; i < 2 * WriterLanes.FAST_WIDTH; i++) {
      Client client = new Client("late");
      stopped.execute(client);
      assertThat(client.rejected).isTrue();
    }
    assertThat(ran).isEmpty();
  }

  @Test
  void tellsThoseThatWaitWhenThereAreNoMoreThreads() {
    List<Runnable> last = new ArrayList<>();
    WriterLanes stopping =
        new WriterLanes(
            new Threads(
                task -> {
                  if (!last.isEmpty()) {
                    throw new RejectedExecutionException("stopping");
                  }
                  last.add(task);
                },
                time,
                time::nanoTime),
            1,
            1);
    Client stalled = new Client("stalled");
    stopping.execute(stalled);
    List<Client> waiting = clients(3);
    waiting.forEach(stopping::execute);
    stalled.heldUp = true;
    time.advance(WriterLanes.HELD_UP);
    assertThat(waiting).allSatisfy(client -> assertThat(client.rejected).isTrue());
    assertThat(stopping.waiting()).isZero();
  }

  private List<Client> clients(int count) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(new Client("client " + i + " of " + count));
    }
    return clients;
  }

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }
}
