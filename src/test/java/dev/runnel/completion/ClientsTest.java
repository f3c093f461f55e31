package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.standin.Await;
import dev.runnel.standin.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void refusesOneTooManyAndGivesThePlaceOfOneThatLeavesToTheNext() {
    for (int i = 0; i < Clients.MAX_CLIENTS; i++) {
      clients.enter();
    }
    assertThatThrownBy(clients::enter)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RefusedException.Reason.CLIENT_LIMIT);
              assertThat(refused.retryAfter()).isPositive();
            })
        .hasMessageContaining("has 64 clients");
    clients.leave();
    clients.enter();
    assertThat(clients.count()).isEqualTo(Clients.MAX_CLIENTS);
  }

  @Test
  void letsNobodyInOnceItIsClosedAndClosesOnlyWhenEmptyIfAsked() {
    assertThat(clients.enter()).isTrue();
    assertThat(clients.closeIfEmpty()).isFalse();
    assertThat(clients.enter()).isTrue();
    clients.leave();
    clients.leave();
    assertThat(clients.closeIfEmpty()).isTrue();
    assertThat(clients.enter()).isFalse();
    assertThat(clients.count()).isZero();

    Clients read = new Clients(new Grace(GRACE, time), () -> {});
    assertThat(read.enter()).isTrue();
    read.close();
    assertThat(read.enter()).isFalse();
  }

  @Test
  void eitherLetsAClientInOrClosesWhenBothComeAtTheSameTime() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 2_000; round++) {
        Clients raced = new Clients(new Grace(GRACE, time), () -> {});
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Boolean> enter =
            () -> {
              together.await();
              return raced.enter();
            };
        Callable<Boolean> close =
            () -> {
              together.await();
              return raced.closeIfEmpty();
            };
        Future<Boolean> entered = pool.submit(enter);
        Future<Boolean> closed = pool.submit(close);
        assertThat(entered.get()).isNotEqualTo(closed.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void letsInAsManyAsItMayOfThoseWhoComeAtTheSameTime() throws Exception {
    int racers = 8;
    ExecutorService pool = Executors.newFixedThreadPool(racers);
    try {
      for (int round = 0; round < 50; round++) {
        Clients raced = new Clients(new Grace(GRACE, time), () -> {});
        CountDownLatch go = new CountDownLatch(1);
        Callable<Integer> racer =
            () -> {
              go.await();
              int entered = 0;
              for (int i = 0; i < Clients.MAX_CLIENTS; i++) {
                try {
                  raced.enter();
                  entered++;
                } catch (RefusedException full) {
                  assertThat(raced.count()).isEqualTo(Clients.MAX_CLIENTS);
                }
              }
              return entered;
            };
        List<Future<Integer>> entered = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
          entered.add(pool.submit(racer));
        }
        go.countDown();
        int sum = 0;
        for (Future<Integer> each : entered) {
          sum += each.get();
        }
        assertThat(sum).isEqualTo(Clients.MAX_CLIENTS).isEqualTo(raced.count());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
