package dev.runnel.config;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The executors of the WAR, on threads of the server. Threads work only while there is something to
 * write, so their number bounds how many clients can hold one up at a time, not how many streams
 * there are.
 *
 * <p>The server's own executors would not do: WildFly's take no more work from the moment the
 * server is told to stop, when the streams that are under way have yet to end.
 */
@ManagedThreadFactoryDefinition(name = ManagedThreads.FACTORY)
@Singleton
class ManagedThreads {

  static final String FACTORY = "java:app/concurrent/runnel-threads";

  /** Threads that run timers, whose tasks never block. */
  static final int MAX_SCHEDULERS = 2;

  /** How long tasks that have begun may go on when the application is stopped. */
  private static final int STOP_SECONDS = 1;

  @Resource(lookup = FACTORY)
  private ManagedThreadFactory factory;

  private WorkerPool workers;
  private ScheduledThreadPoolExecutor scheduler;

  @SuppressWarnings("NullAway.Init") // set by the container
  ManagedThreads() {}

  @PostConstruct
  void start() {
    workers = new WorkerPool(Threads.MAX_WORKERS, factory);
    scheduler = new ScheduledThreadPoolExecutor(MAX_SCHEDULERS, factory);
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @Produces
  @Dependent
  Threads threads() {
    return new Threads(workers, scheduler, System::nanoTime);
  }

  /** The application goes, and its threads with it: each of them would keep all its classes. */
  @PreDestroy
  void stop() {
    scheduler.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    RecordCaches.forget();
  }
}
