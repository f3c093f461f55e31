package dev.runnel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.standin.Await;
import jakarta.enterprise.concurrent.ManagedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.NameNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerExecutorTest {

  private final List<String> ran = new ArrayList<>();
  private final List<Runnable> own = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void runsATaskOnTheServersExecutorAlone() {
    List<Runnable> server = new ArrayList<>();
    executor(server::add).execute(() -> ran.add("task"));
    assertThat(ran).isEmpty();

    server.forEach(Runnable::run);
    server.forEach(ServerExecutorTest::done);

    assertThat(ran).containsExactly("task");
    assertThat(own).isEmpty();
  }

  @Test
  void runsOnItsOwnThreadsWhatTheServerRejects() {
    executor(
            task -> {
              throw new RejectedExecutionException("the server is suspended");
            })
        .execute(() -> ran.add("task"));

    own.forEach(Runnable::run);
    assertThat(ran).containsExactly("task");
  }

  @Test
  void runsOnItsOwnThreadsWhatTheServerTakesAndAborts() {
    List<Runnable> server = new ArrayList<>();
    executor(server::add).execute(() -> ran.add("task"));

    server.forEach(ServerExecutorTest::done);
    own.forEach(Runnable::run);

    assertThat(ran).containsExactly("task");
  }

  @Test
  void runsOnceWhatTheServerRejectsAndAbortsAndRunsAllTheSame() {
    List<Runnable> server = new ArrayList<>();
    executor(
            task -> {
              server.add(task);
              throw new RejectedExecutionException("the queue is full");
            })
        .execute(() -> ran.add("task"));

    server.forEach(ServerExecutorTest::done);
    server.forEach(Runnable::run);
    own.forEach(Runnable::run);

    assertThat(ran).containsExactly("task");
  }

  @Test
  void rejectsWhatNeitherTakes() {
    ServerExecutor executor =
        new ServerExecutor(ServerExecutorTest::reject, ServerExecutorTest::reject);
    assertThatThrownBy(() -> executor.execute(() -> ran.add("task")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void interruptsWhoDoesNotLeaveWhenItIsStopped() throws InterruptedException {
    ServerExecutor executor = executor(threads);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    executor.execute(
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stopped) {
            interrupted.set(true);
          }
        });
    begun.await();

    executor.stop(Duration.ofMillis(1));

    Await.until("the task is interrupted", interrupted::get);
  }

  @Test
  void waitsForWhoLeavesWhenItIsStopped() throws Exception {
    ServerExecutor executor = executor(threads);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    CompletableFuture<Boolean> undisturbed = new CompletableFuture<>();
    executor.execute(
        () -> {
          begun.countDown();
          try {
            undisturbed.complete(open.await(1, TimeUnit.MINUTES));
          } catch (InterruptedException stopped) {
            undisturbed.complete(false);
          }
        });
    begun.await();
    Thread stopping =
        new Thread(
            () -> {
              try {
                executor.stop(Duration.ofMinutes(1));
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    stopping.start();
    Await.until("it waits", () -> stopping.getState() == Thread.State.TIMED_WAITING);

    open.countDown();

    stopping.join();
    assertThat(undisturbed.get()).isTrue();
  }

  @Test
  void saysThatNothingIsFoundByTheNameOfTheSetting() {
    assertThatThrownBy(
            () ->
                ServerExecutor.find(
                    "concurrent/other",
                    name -> {
                      throw new NameNotFoundException(name);
                    }))
        .isInstanceOf(InvalidSettingException.class)
        .hasNoCause()
        .hasSuppressedException(new NameNotFoundException("concurrent/other"))
        .hasMessageContainingAll(
            "RUNNEL_EXECUTOR is 'concurrent/other': nothing of that name is found",
            "allowed is the JNDI name of a ManagedExecutorService");
  }

  @Test
  void saysWhatElseIsFoundByTheNameOfTheSetting() {
    assertThatThrownBy(() -> ServerExecutor.find("jdbc/__default", name -> "a pool"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll(
            "RUNNEL_EXECUTOR is 'jdbc/__default': that is a java.lang.String",
            "allowed is the JNDI name of a ManagedExecutorService");
  }

  private ServerExecutor executor(Executor server) {
    return new ServerExecutor(server, own::add);
  }

  private static void reject(Runnable task) {
    throw new RejectedExecutionException("no more tasks");
  }

  /** What a server says last of a task that it took, whether it ran it or not. */
  private static void done(Runnable task) {
    ((ManagedTask) task).getManagedTaskListener().taskDone(null, null, task, null);
  }
}
