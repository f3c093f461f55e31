package dev.runnel.config;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The executors that the WAR brings along. Threads work only while there is something to write, so
 * their number bounds how many clients can hold one up at a time, not how many streams there are.
 */
@ManagedExecutorDefinition(name = ManagedThreads.WORKERS, maxAsync = Threads.MAX_WORKERS)
@ManagedScheduledExecutorDefinition(
    name = ManagedThreads.SCHEDULER,
    maxAsync = ManagedThreads.MAX_SCHEDULERS)
@Singleton
class ManagedThreads {

  static final String WORKERS = "java:app/concurrent/runnel-workers";
  static final String SCHEDULER = "java:app/concurrent/runnel-scheduler";

  /** Threads that run timers, whose tasks never block. */
  static final int MAX_SCHEDULERS = 2;

  @Resource(lookup = WORKERS)
  private ManagedExecutorService workers;

  @Resource(lookup = SCHEDULER)
  private ManagedScheduledExecutorService scheduler;

  @SuppressWarnings("NullAway.Init") // set by the container
  ManagedThreads() {}

  @Produces
  @Dependent
  Threads threads() {
    return new Threads(workers, scheduler, System::nanoTime);
  }
}
