package dev.runnel.config;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.NamingException;

/**
 * Runs tasks on an executor of the server, and on threads of the application what that one does not
 * run. Servers take no more tasks when they are told to stop, and streams that are under way have
 * yet to end then: WildFly rejects them, Payara takes and aborts them. A full executor rejects too.
 * Each task is run once, here or there. Thread-safe.
 *
 * @see <a
 *     href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0.html">Jakarta
 *     Concurrency, managed tasks</a>
 */
final class ServerExecutor implements Executor {

  private static final Logger LOGGER = System.getLogger(ServerExecutor.class.getName());

  /** Finds an object by its JNDI name. */
  interface Naming {
    Object lookup(String name) throws NamingException;
  }

  private final Executor server;
  private final Executor own;

  /** The server's threads that run a task now. Its own lock. */
  private final Set<Thread> running = new HashSet<>();

  /**
   * Tasks go to {@code server} first.
   *
   * @param server an executor that may reject a task, or abort it as a {@link ManagedTask}
   * @param own takes all others
   */
  ServerExecutor(Executor server, Executor own) {
    this.server = server;
    this.own = own;
  }

  /**
   * The executor that the setting names.
   *
   * @throws InvalidSettingException if there is none of that name
   */
  static ManagedExecutorService find(String name, Naming naming) {
    Object found;
    try {
      found = naming.lookup(name);
    } catch (NamingException e) {
      InvalidSettingException invalid =
          SettingSource.invalid(
              ThreadSettings.EXECUTOR,
              name,
              "nothing of that name is found; " + ThreadSettings.ALLOWED);
      // No cause: Payara tells whoever deploys the first one alone.
      invalid.addSuppressed(e);
      throw invalid;
    }
    if (found instanceof ManagedExecutorService executor) {
      return executor;
    }
    throw SettingSource.invalid(
        ThreadSettings.EXECUTOR,
        name,
        "that is a "
            + (found == null ? "null" : found.getClass().getName())
            + "; "
            + ThreadSettings.ALLOWED);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException if neither of the two takes it
   */
  @Override
  public void execute(Runnable task) {
    Run run = new Run(task);
    try {
      server.execute(run);
    } catch (RejectedExecutionException e) {
      run.runElsewhere();
    }
  }

  /**
   * Waits until the server's threads have left the application, and interrupts those that have not
   * after this time. Nothing may be executed any more.
   */
  void stop(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (running) {
      for (long left = patience.toNanos();
          !running.isEmpty() && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(running, left);
      }
      // With the lock held none of them can leave, and none is interrupted in another's work.
      running.forEach(Thread::interrupt);
    }
  }

  private final class Run implements Runnable, ManagedTask, ManagedTaskListener {

    private final Runnable task;
    private final AtomicBoolean taken = new AtomicBoolean();

    private Run(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!taken.compareAndSet(false, true)) {
        return;
      }
      synchronized (running) {
        running.add(Thread.currentThread());
      }
      try {
        task.run();
      } finally {
        synchronized (running) {
          running.remove(Thread.currentThread());
          running.notifyAll();
        }
      }
    }

    private void runElsewhere() {
      if (taken.compareAndSet(false, true)) {
        own.execute(task);
      }
    }

    @Override
    public ManagedTaskListener getManagedTaskListener() {
      return this;
    }

    @Override
    public Map<String, String> getExecutionProperties() {
      return Map.of();
    }

    /** Comes last, whether it was run or not. */
    @Override
    public void taskDone(
        Future<?> future, ManagedExecutorService executor, Object task, Throwable failure) {
      try {
        runElsewhere();
      } catch (RejectedExecutionException e) {
        LOGGER.log(Level.DEBUG, "a task is not run: the application is being stopped");
      }
    }

    @Override
    public void taskSubmitted(Future<?> future, ManagedExecutorService executor, Object task) {}

    @Override
    public void taskStarting(Future<?> future, ManagedExecutorService executor, Object task) {}

    @Override
    public void taskAborted(
        Future<?> future, ManagedExecutorService executor, Object task, Throwable failure) {}
  }
}
