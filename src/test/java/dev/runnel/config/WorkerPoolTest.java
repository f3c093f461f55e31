package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.standin.Await;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  private static final int MAX = 4;

  private final WorkerPool pool = new WorkerPool(MAX, Executors.defaultThreadFactory());

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void givesATaskToAnIdleThreadBeforeItMakesOne() throws InterruptedException {
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    for (int i = 0; i < 20; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            ran.countDown();
          });
      ran.await();
      Await.until(
          "the thread waits for work",
          () ->
              threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void makesThreadsUpToItsLimitAndThenLetsTasksWait() {
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 10 * MAX; i++) {
      pool.execute(
          () -> {
            begun.incrementAndGet();
            try {
              open.await();
              done.incrementAndGet();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
          });
    }
    Await.until("as many run as may", () -> begun.get() == MAX);
    assertThat(pool.getPoolSize()).isEqualTo(MAX);
    assertThat(pool.getQueue()).hasSize(9 * MAX);
    open.countDown();
    Await.until("all have run", () -> done.get() == 10 * MAX);
    assertThat(pool.getLargestPoolSize()).isEqualTo(MAX);
  }

  @Test
  void takesNoTaskAfterItsEnd() {
    pool.shutdown();
    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }
}
