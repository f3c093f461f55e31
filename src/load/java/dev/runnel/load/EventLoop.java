package dev.runnel.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * One thread that serves sockets and timers. Only {@link #execute} and {@link #close} may be called
 * by other threads. What a task throws is a fault of the bed, not of what it measures: it ends the
 * program.
 */
final class EventLoop implements AutoCloseable {

  private static final int EXIT_BED_BROKEN = 2;
  private static final int READ_BYTES = 64 * 1024;

  private record Timer(long dueNanos, Runnable task) {}

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** By the difference: the clock may be negative and may wrap around. */
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));

  /** For one read at a time: thousands of connections need no buffer of their own. */
  private final byte[] readBytes = new byte[READ_BYTES];

  private volatile boolean closed;

  private EventLoop() throws IOException {
    selector = Selector.open();
  }

  /** A loop that runs on a thread of its own until it is closed. */
  static EventLoop start(String name) throws IOException {
    EventLoop loop = new EventLoop();
    Thread thread = new Thread(loop::run, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (broken, e) -> {
          e.printStackTrace();
          System.exit(EXIT_BED_BROKEN);
        });
    thread.start();
    return loop;
  }

  /** Has a task run on the loop's thread soon. For any thread. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Has a task run once {@link System#nanoTime} has reached a value, about a millisecond exact. */
  void at(long nanoTime, Runnable task) {
    timers.add(new Timer(nanoTime, task));
  }

  /** Has a task run after a time. */
  void after(long nanos, Runnable task) {
    at(System.nanoTime() + nanos, task);
  }

  /** Has a handler run whenever a channel is ready for one of its operations. */
  SelectionKey register(SelectableChannel channel, int operations, Runnable handler)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, handler);
  }

  /**
   * Reads what has arrived into {@link #readBytes}.
   *
   * @param most so many bytes at the most
   * @return how many bytes were read, or -1 at the end
   */
  int read(SocketChannel channel, int most) throws IOException {
    return channel.read(ByteBuffer.wrap(readBytes, 0, Math.min(most, READ_BYTES)));
  }

  /** The bytes that were read last, until the handler returns. */
  byte[] readBytes() {
    return readBytes;
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(EventLoop::handle, millisToNextTimer());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        runDueTimers();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void handle(SelectionKey key) {
    if (key.isValid()) {
      ((Runnable) key.attachment()).run();
    }
  }

  /** At least 1: for the selector 0 is without end. A wake-up meanwhile is not lost. */
  private long millisToNextTimer() {
    Timer next = timers.peek();
    return next == null
        ? TimeUnit.SECONDS.toMillis(1)
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.dueNanos() - System.nanoTime()));
  }

  private void runDueTimers() {
    long now = System.nanoTime();
    for (Timer next = timers.peek();
        next != null && next.dueNanos() - now <= 0;
        next = timers.peek()) {
      timers.remove();
      next.task().run();
    }
  }
}
