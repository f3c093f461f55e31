package dev.runnel.web;

import dev.runnel.config.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives writers their threads, so that slow clients cannot take them from fast ones. Some servers
 * block the thread that writes to a client which does not read; nothing tells beforehand.
 *
 * <p>There are two lanes. The fast one runs few writers at a time, which is enough for as long as
 * none is held up. One that is held up moves, thread and all, to the slow lane, and its place is
 * free for the next. A client whose last send was slow starts there. The slow lane is as wide as
 * half of the threads; what does not fit waits for its turn. Thread-safe.
 */
final class WriterLanes {

  private static final Logger LOGGER = System.getLogger(WriterLanes.class.getName());

  /** The writers that the fast lane runs at a time. */
  static final int FAST_WIDTH = 16;

  /** The writers that the slow lane holds at a time. */
  static final int SLOW_WIDTH = Threads.MAX_WORKERS / 2;

  /** How long a send may take before its writer counts as held up. */
  static final Duration HELD_UP = Duration.ofMillis(20);

  /** Something to run in a lane; it does not throw. */
  interface Task extends Runnable {

    /** Whether it belongs in the slow lane from the start. */
    boolean slow();

    /** Whether it is held up, and has been for so long, by what it does now. */
    boolean heldUp(Duration time);

    /** It will not be run: the server is being stopped, or has no more threads. */
    void rejected(Throwable cause);
  }

  private final int fastWidth;
  private final int slowWidth;
  private final Executor workers;
  private final ScheduledExecutorService scheduler;
  private final Queue<Task> fastWaiting = new ArrayDeque<>();
  private final Queue<Task> slowWaiting = new ArrayDeque<>();

  /** Those that run, the one that has run for longest first. */
  private final Set<Run> fast = new LinkedHashSet<>();

  private int slow;
  private boolean looking;

  /** Lanes on the workers. */
  WriterLanes(Threads threads) {
    this(threads, FAST_WIDTH, SLOW_WIDTH);
  }

  /** Lanes of these widths on the workers. */
  WriterLanes(Threads threads, int fastWidth, int slowWidth) {
    this.fastWidth = fastWidth;
    this.slowWidth = slowWidth;
    this.workers = threads.workers();
    this.scheduler = threads.scheduler();
  }

  /** Has a task run once, as soon as its lane has a place. Never blocks. */
  void execute(Task task) {
    Run run;
    synchronized (this) {
      boolean isSlow = task.slow();
      if (isSlow ? slow >= slowWidth : fast.size() >= fastWidth) {
        (isSlow ? slowWaiting : fastWaiting).add(task);
        lookSoon();
        return;
      }
      run = enter(task, isSlow);
    }
    start(run);
  }

  private void start(Run first) {
    for (Run run = first; run != null; ) {
      Run rejected = run;
      try {
        workers.execute(run);
        return;
      } catch (RuntimeException | Error e) {
        // Stopping, or no thread to be had. Those that wait for its place would wait for ever.
        run = next(run);
        rejected.task.rejected(e);
      }
    }
  }

  /** The writers that the fast lane runs now. */
  synchronized int fast() {
    return fast.size();
  }

  /** The writers that the slow lane holds now. */
  synchronized int slow() {
    return slow;
  }

  /** The writers that wait for a place. */
  synchronized int waiting() {
    return fastWaiting.size() + slowWaiting.size();
  }

  /** Called with the lock held. */
  private Run enter(Task task, boolean isSlow) {
    Run run = new Run(task, isSlow);
    if (isSlow) {
      slow++;
    } else {
      fast.add(run);
    }
    return run;
  }

  private synchronized void leave(Run run) {
    if (run.slow) {
      slow--;
    } else {
      fast.remove(run);
    }
  }

  /** What has the place of a run that is over, on the same thread; null when nothing waits. */
  private synchronized @Nullable Run next(Run over) {
    leave(over);
    Task waiting = (over.slow ? slowWaiting : fastWaiting).poll();
    return waiting == null ? null : enter(waiting, over.slow);
  }

  /** Looks for writers that are held up, while others wait for their places. Lock held. */
  private void lookSoon() {
    if (looking || fastWaiting.isEmpty()) {
      return;
    }
    try {
      var unused = scheduler.schedule(this::look, HELD_UP.toNanos(), TimeUnit.NANOSECONDS);
      looking = true;
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "held-up writers keep their places: the server is being stopped");
    }
  }

  private void look() {
    List<Run> started = new ArrayList<>();
    synchronized (this) {
      looking = false;
      for (Iterator<Run> runs = fast.iterator(); runs.hasNext() && slow < slowWidth; ) {
        Run run = runs.next();
        if (run.task.heldUp(HELD_UP)) {
          runs.remove();
          run.slow = true;
          slow++;
        }
      }
      while (fast.size() < fastWidth && !fastWaiting.isEmpty()) {
        started.add(enter(fastWaiting.remove(), false));
      }
      lookSoon();
    }
    started.forEach(this::start);
  }

  /** One run of a task, and of those that wait for its place afterwards. */
  private final class Run implements Runnable {

    private final Task task;

    /** Which lane's place it has. Guarded by the lock of the lanes. */
    private boolean slow;

    private Run(Task task, boolean slow) {
      this.task = task;
      this.slow = slow;
    }

    @Override
    public void run() {
      for (Run run = this; run != null; run = next(run)) {
        run.task.run();
      }
    }
  }
}
