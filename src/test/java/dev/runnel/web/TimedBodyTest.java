package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.completion.RefusedException;
import dev.runnel.config.Threads;
import dev.runnel.standin.Await;
import dev.runnel.standin.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A body's time, which stands still until the test moves it. */
class TimedBodyTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ManualScheduler time = new ManualScheduler();

  @Test
  void readsABodyThatComesInTimeAndForgetsItsAlarm() throws IOException {
    byte[] bytes = {'a', 'b', 'c'};
    try (TimedBody body = timed(new ByteArrayInputStream(bytes))) {
      assertThat(body.read()).isEqualTo('a');
      assertThat(time.pending()).containsExactly(LIMIT);
      assertThat(body.readAllBytes()).containsExactly('b', 'c');
      assertThat(time.pending()).isEmpty();
    }
  }

  @Test
  void interruptsTheReadOfABodyThatStalls() throws Exception {
    try (PipedOutputStream client = new PipedOutputStream();
        TimedBody body = timed(new PipedInputStream(client))) {
      client.write('a');
      FutureTask<Boolean> interruptedAfterwards =
          new FutureTask<>(
              () -> {
                assertLate(body::readAllBytes);
                return Thread.currentThread().isInterrupted();
              });
      Thread reader = new Thread(interruptedAfterwards, "reads a body");
      reader.start();
      Await.until("the read waits", () -> reader.getState() == Thread.State.TIMED_WAITING);
      time.advance(LIMIT);

      assertThat(interruptedAfterwards.get()).isFalse();
    }
  }

  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead")
  void refusesABodyThatComesByteByByteForTooLong() throws IOException {
    int[] reads = {0};
    InputStream slow =
        new InputStream() {
          @Override
          public int read() {
            reads[0]++;
            time.advance(Duration.ofSeconds(1));
            return ' ';
          }
        };
    try (TimedBody body = timed(slow)) {
      assertLate(
          () -> {
            while (true) {
              assertThat(body.read()).isEqualTo(' ');
            }
          });
      assertThat(reads[0]).isEqualTo(20);
    }
  }

  @Test
  void asksForNothingWhereNothingIsWanted() throws IOException {
    try (PipedOutputStream client = new PipedOutputStream();
        TimedBody body = timed(new PipedInputStream(client))) {
      client.write('a');

      // The standard library's way to read a number of bytes ends with a read of none.
      assertThat(body.readNBytes(1)).containsExactly('a');
      assertThat(body.read(new byte[1], 0, 0)).isZero();
    }
  }

  @Test
  void interruptsNobodyWhoIsNotReading() throws IOException {
    try (TimedBody body = timed(new ByteArrayInputStream(new byte[] {'a', 'b'}))) {
      assertThat(body.read()).isEqualTo('a');
      time.advance(LIMIT);

      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertLate(body::read);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead")
  void readsNothingAndSaysWhyWhenTheServerHasNoTimersAnyMore() throws IOException {
    ScheduledExecutorService stopped = Executors.newSingleThreadScheduledExecutor();
    stopped.shutdownNow();
    InputStream unread =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("nothing would end this read");
          }
        };
    try (TimedBody body =
        new TimedBody(unread, LIMIT, new Threads(Runnable::run, stopped, time::nanoTime))) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(body::read)
            .isInstanceOfSatisfying(
                RefusedException.class,
                e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.STOPPING));
      }
    }
  }

  @Test
  void forgetsItsAlarmWhenItIsClosedBeforeTheEnd() throws IOException {
    TimedBody body = timed(new ByteArrayInputStream(new byte[] {'a', 'b'}));
    assertThat(body.read()).isEqualTo('a');
    body.close();

    assertThat(time.pending()).isEmpty();
  }

  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead")
  void saysThatABodyBrokeOff() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }
        };
    try (TimedBody body = timed(broken)) {
      assertThatThrownBy(body::read)
          .isInstanceOfSatisfying(
              ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(400))
          .hasMessage("The body broke off before its end.");
    }
  }

  private TimedBody timed(InputStream body) {
    return new TimedBody(body, LIMIT, new Threads(Runnable::run, time, time::nanoTime));
  }

  private static void assertLate(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(408))
        .hasMessage("The body did not come within 20 seconds.");
  }
}
