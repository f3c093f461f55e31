package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final List<Throwable> broken = new ArrayList<>();
  private final Turns turns = new Turns(broken::add);

  @Test
  void runsATaskThatIsBroughtDuringAnotherAfterIt() {
    List<String> order = new ArrayList<>();
    turns.take(
        () -> {
          turns.take(() -> order.add("second"));
          order.add("first");
        });

    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void goesOnAfterATaskThatThrows() {
    List<String> order = new ArrayList<>();
    turns.take(
        () -> {
          turns.take(() -> order.add("next"));
          throw new AssertionError("broken");
        });

    assertThat(order).containsExactly("next");
    assertThat(broken).hasSize(1);
  }

  @Test
  void runsTheTasksOfManyThreadsOneAtATimeAndThoseOfEachInOrder() throws InterruptedException {
    int threads = 4;
    int tasks = 20_000;
    int[] ran = {0};
    int[] last = new int[threads];
    List<String> disorder = new ArrayList<>();
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int own = t;
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException stopped) {
                  throw new IllegalStateException(stopped);
                }
                for (int i = 1; i <= tasks; i++) {
                  int number = i;
                  turns.take(
                      () -> {
                        // Unguarded on purpose: a lost update would show.
                        ran[0]++;
                        if (last[own] != number - 1) {
                          disorder.add(own + ":" + number);
                        }
                        last[own] = number;
                      });
                }
              });
      thread.start();
      all.add(thread);
    }
    begin.countDown();
    for (Thread thread : all) {
      thread.join();
    }

    assertThat(ran[0]).isEqualTo(threads * tasks);
    assertThat(disorder).isEmpty();
  }
}
