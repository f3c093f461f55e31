package dev.runnel.model.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other, each happening before the next, on the threads that bring them. A
 * thread that comes while another is at it leaves its task to that one: nobody waits, no lock is
 * held during a task, and a task may bring tasks. For any number of threads.
 */
final class Turns {

  private final Consumer<Throwable> broken;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** The tasks that were brought and have not ended. */
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Turns without a task.
   *
   * @param broken hears what a task throws, in the same turn; must not throw
   */
  Turns(Consumer<Throwable> broken) {
    this.broken = broken;
  }

  /** Runs a task now, or after those that came before. */
  void take(Runnable task) {
    // Always through the queue: it alone keeps the order in which a thread brings its tasks.
    waiting.add(task);
    if (open.getAndIncrement() > 0) {
      return;
    }
    do {
      run(waiting.remove());
    } while (open.decrementAndGet() > 0);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      // Errors too: one that got through to the selector thread would end every other stream.
      broken.accept(thrown);
    }
  }
}
