package dev.runnel.config;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import org.jspecify.annotations.Nullable;

/**
 * The executors of the WAR, on threads of the server. Threads work only while there is something to
 * write, so their number bounds how many clients can hold one up at a time, not how many streams
 * there are.
 *
 * <p>The server's own executors alone would not do: WildFly's take no more work from the moment the
 * server is told to stop, when the streams that are under way have yet to end. So one that the
 * administrator names comes first, and the WAR's takes what that one does not.
 */
@ManagedThreadFactoryDefinition(name = ManagedThreads.FACTORY)
@Singleton
class ManagedThreads {

  static final String FACTORY = "java:app/concurrent/runnel-threads";

  /** Threads that run timers, whose tasks never block. */
  static final int MAX_SCHEDULERS = 2;

  /** How long tasks that have begun may go on when the application is stopped. */
  private static final Duration STOP = Duration.ofSeconds(1);

  private static final Logger LOGGER = System.getLogger(ManagedThreads.class.getName());

  @Resource(lookup = FACTORY)
  private ManagedThreadFactory factory;

  @Inject private ThreadSettings settings;

  private WorkerPool workers;
  private @Nullable ServerExecutor server;
  private ScheduledThreadPoolExecutor scheduler;

  @SuppressWarnings("NullAway.Init") // set by the container
  ManagedThreads() {}

  @PostConstruct
  void start() {
    workers = new WorkerPool(Threads.MAX_WORKERS, factory);
    scheduler = new ScheduledThreadPoolExecutor(MAX_SCHEDULERS, factory);
    scheduler.setRemoveOnCancelPolicy(true);
    String name = settings.executor();
    if (name != null) {
      server = new ServerExecutor(ServerExecutor.find(name, InitialContext::doLookup), workers);
      LOGGER.log(Level.INFO, "Runnel writes to its clients on the server''s {0}.", name);
    }
  }

  @Produces
  @Dependent
  Threads threads() {
    return new Threads(server == null ? workers : server, scheduler, System::nanoTime);
  }

  /** The application goes, and its threads with it: each of them would keep all its classes. */
  @PreDestroy
  void stop() {
    scheduler.shutdownNow();
    workers.shutdown();
    try {
      if (server != null) {
        server.stop(STOP);
      }
      if (!workers.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    RecordCaches.forget();
  }
}
