package dev.runnel.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Threads, of which none exists: a task is run when the schedule says so, in any order. */
final class Tasks implements Executor {

  /** Of so many tasks one runs before the call that asked for it has returned, on average. */
  private static final int AT_ONCE = 6;

  private final World world;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean rejects;

  Tasks(World world) {
    this.world = world;
  }

  @Override
  public void execute(Runnable task) {
    if (rejects) {
      throw new RejectedExecutionException("the server is being stopped");
    }
    if (world.mayInterleave() && world.chance().oneIn(AT_ONCE)) {
      world.interleave("a thread takes the task at once", task);
    } else {
      waiting.add(task);
    }
  }

  /** From now on no thread can be had. */
  void rejectAll() {
    rejects = true;
  }

  boolean rejects() {
    return rejects;
  }

  int waiting() {
    return waiting.size();
  }

  /** Runs one of those that wait. */
  void run(int index) {
    waiting.remove(index).run();
  }
}
