package dev.runnel.standin;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a script waits until the test opens it: the order of things without sleeping. */
public final class Gate {

  private static final int MAX_SECONDS = 30;

  private final CountDownLatch open = new CountDownLatch(1);

  /** Lets through whoever waits, now and later. */
  public void open() {
    open.countDown();
  }

  void pass() throws InterruptedException {
    if (!open.await(MAX_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody opened the gate");
    }
  }
}
