package dev.runnel.config;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that come when work comes and go when it is gone. A task goes to an idle thread, else to
 * a new one, and waits only when there are as many as there may be. The JDK's own pools either let
 * tasks wait before they make threads or make threads while others are idle.
 */
final class WorkerPool extends ThreadPoolExecutor {

  private static final int IDLE_SECONDS = 10;

  WorkerPool(int maxThreads, ThreadFactory threads) {
    super(0, maxThreads, IDLE_SECONDS, TimeUnit.SECONDS, new Idle(), threads, WorkerPool::enqueue);
  }

  private static void enqueue(Runnable task, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException("the application is being stopped");
    }
    pool.getQueue().add(task);
  }

  /** Takes what is offered only if an idle thread takes it from there. */
  private static final class Idle extends LinkedTransferQueue<Runnable> {

    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }
}
