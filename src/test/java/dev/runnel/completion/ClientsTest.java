package dev.runnel.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.log.Cursor;
import dev.runnel.log.LogMemory;
import dev.runnel.log.StreamLog;
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

  private final StreamLog log = new StreamLog("log", new LogMemory(1 << 20));
  private final Cursor client = log.cursor(0);

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

  @Test
  void refusesOneTooManyAndGivesThePlaceOfOneThatLeavesToTheNext() {
    clients.enter(client);
    for (int i = 1; i < Clients.MAX_CLIENTS; i++) {
      clients.enter(log.cursor(0));
    }
    assertThatThrownBy(() -> clients.enter(log.cursor(0)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RefusedException.Reason.CLIENT_LIMIT);
              assertThat(refused.retryAfter()).isPositive();
            })
        .hasMessageContaining("has 64 clients");
    clients.leave(client);
    clients.enter(log.cursor(0));
    assertThat(clients.count()).isEqualTo(Clients.MAX_CLIENTS);
  }

  @Test
  void letsNobodyInOnceItIsClosedAndClosesOnlyWhenEmptyIfAsked() {
    Cursor another = log.cursor(0);
    assertThat(clients.enter(client)).isEqualTo(Clients.Entry.FIRST);
    assertThat(clients.closeIfEmpty()).isFalse();
    assertThat(clients.enter(another)).isEqualTo(Clients.Entry.ANOTHER);
    clients.leave(client);
    clients.leave(another);
    assertThat(clients.closeIfEmpty()).isTrue();
    assertThat(clients.enter(client)).isEqualTo(Clients.Entry.TOO_LATE);
    assertThat(clients.count()).isZero();

    Clients read = new Clients(new Grace(GRACE, time), () -> {});
    assertThat(read.enter(client)).isEqualTo(Clients.Entry.FIRST);
    read.close();
    assertThat(read.enter(another)).isEqualTo(Clients.Entry.TOO_LATE);
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
              return raced.enter(client) != Clients.Entry.TOO_LATE;
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
                  raced.enter(log.cursor(0));
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
