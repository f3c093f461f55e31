package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.standin.Await;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpenRepliesTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final List<AsyncListener> listeners = new ArrayList<>();
  private final OpenReplies replies = new OpenReplies();

  @Test
  void waitsUntilTheServerHasEndedAll() throws Exception {
    replies.add(request(true));
    replies.add(request(true));
    Thread waiting = waiting();

    listeners.get(0).onComplete(new AsyncEvent(null, null, null));
    Await.until("it waits on", () -> waiting.getState() == Thread.State.TIMED_WAITING);
    listeners.get(1).onComplete(new AsyncEvent(null, null, null));

    waiting.join();
  }

  @Test
  void waitsUntilTheThreadThatEndedOneHasNothingToDo() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch told = new CountDownLatch(1);
    replies.add(request(true));
    Thread server =
        new Thread(
            () -> {
              tell(listeners.get(0));
              told.countDown();
              while (!done.get()) {
                Thread.onSpinWait();
              }
            });
    server.setDaemon(true);
    server.start();
    told.await();

    Thread waiting = waiting();
    done.set(true);

    waiting.join();
  }

  private static void tell(AsyncListener listener) {
    try {
      listener.onComplete(new AsyncEvent(null, null, null));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void doesNotWaitForAClientThatHasGone() throws Exception {
    replies.add(request(true));

    listeners.get(0).onError(new AsyncEvent(null, null, null));

    replies.await(Duration.ZERO);
    assertThat(replies.size()).isZero();
  }

  @Test
  void forgetsAReplyThatTheServerForgetsWithoutAWord() {
    replies.add(request(true));
    listeners.clear();

    Await.until(
        "it is forgotten",
        () -> {
          System.gc();
          return replies.size() == 0;
        });
  }

  @Test
  void waitsNoLongerThanItMay() throws Exception {
    replies.add(request(true));

    replies.await(Duration.ofMillis(1));

    assertThat(listeners).hasSize(1);
  }

  @Test
  void doesNotWaitWhereTheServerTellsOfNoEnd() throws Exception {
    replies.add(request(false));

    replies.await(LONG);

    assertThat(listeners).isEmpty();
  }

  private Thread waiting() {
    Thread waiting =
        new Thread(
            () -> {
              try {
                replies.await(LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    waiting.setDaemon(true);
    waiting.start();
    Await.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
    return waiting;
  }

  private HttpServletRequest request(boolean asynchronous) {
    AsyncContext context =
        proxy(
            AsyncContext.class, (method, arguments) -> listeners.add((AsyncListener) arguments[0]));
    return proxy(
        HttpServletRequest.class,
        (method, arguments) -> method.equals("isAsyncStarted") ? (Object) asynchronous : context);
  }

  private static <T> T proxy(Class<T> type, Reply reply) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> reply.to(method.getName(), arguments)));
  }

  private interface Reply {
    Object to(String method, Object[] arguments);
  }
}
