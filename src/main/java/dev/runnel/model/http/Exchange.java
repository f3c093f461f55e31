package dev.runnel.model.http;

import dev.runnel.config.Secret;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelException.Phase;
import dev.runnel.model.ModelListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request with all its attempts: their time, their retries and the one end. Everything but
 * {@link #cancel} runs in {@linkplain Turns turns}.
 */
final class Exchange implements ModelCall {

  private static final Logger LOG = System.getLogger("dev.runnel.model.http");

  private final ProviderHttp http;
  private final ProviderRequest request;
  private final ModelListener listener;
  private final TimeoutSettings timeouts;
  private final Turns turns = new Turns(this::onBroken);
  private final Alarm alarm;
  private final long startedAt;
  private final long totalAt;

  /** Read before each word to the listener, so that cancel need not wait for a turn. */
  private volatile boolean cancelled;

  /** Whether the end was told, or will not be. */
  private boolean over;

  /** Whether text or reasoning was told: from then on there is no retry. */
  private boolean answered;

  private int retries;

  /** The key of the last attempt. */
  private @Nullable Secret key;

  /** Whether an attempt was made with another key, after the provider refused the first. */
  private boolean rekeyed;

  private @Nullable Attempt attempt;

  /** What happens next unless something else does before, and when. */
  private Runnable due = () -> {};

  private long dueAt;
  private long lastByteAt;

  Exchange(ProviderHttp http, ProviderRequest request, ModelListener listener) {
    this.http = http;
    this.request = request;
    this.listener = listener;
    this.timeouts = http.timeouts();
    this.alarm = new Alarm(http.threads(), () -> turns.take(this::onAlarm));
    this.startedAt = now();
    this.totalAt = startedAt + timeouts.total().toNanos();
  }

  void start() {
    turns.take(this::begin);
  }

  @Override
  public void cancel() {
    cancelled = true;
    turns.take(
        () -> {
          over = true;
          release();
        });
  }

  private void begin() {
    if (over) {
      return;
    }
    // Until there is a key and a worker is free, time runs against the total alone: the wait is
    // not the provider's.
    await(() -> {}, totalAt);
    request
        .credentials()
        .ask(
            new Credentials.Answer() {
              @Override
              public void onKey(@Nullable Secret given) {
                turns.take(() -> attempt(given));
              }

              @Override
              public void onFailure(ModelException failure) {
                turns.take(() -> fail(failure));
              }
            });
  }

  private void attempt(@Nullable Secret given) {
    if (over) {
      return;
    }
    key = given;
    Attempt next = new Attempt(this, http, request, given, turns);
    attempt = next;
    try {
      next.start();
    } catch (RejectedExecutionException full) {
      fail(
          ModelException.of(ErrorCode.OVERLOADED, "No thread is free to call the model provider")
              .cause(full)
              .build());
    } catch (ModelException unsendable) {
      fail(unsendable);
    }
  }

  /** A worker is about to ask for a connection. */
  void onConnecting() {
    after(timeouts.connect(), () -> timeOut(Phase.CONNECT));
  }

  /** The connection stands. */
  void onConnected() {
    after(timeouts.firstByte(), () -> timeOut(Phase.FIRST_BYTE));
  }

  /** The head of a reply has come. */
  void onHead(Reply reply) {
    String logId = reply.logId();
    log("HTTP " + reply.status() + ", log id " + logId);
    if (logId != null) {
      onEvent(new ModelEvent.Answered(logId));
    }
  }

  /** What is to come from now on may pause, but not for long: at the first byte, or an error. */
  void onReplying() {
    onBytes();
    after(timeouts.idle(), this::checkIdle);
  }

  /** Bytes came. */
  void onBytes() {
    lastByteAt = now();
  }

  /** The model said something. */
  void onEvent(ModelEvent event) {
    if (over || cancelled) {
      return;
    }
    if (event instanceof ModelEvent.Text || event instanceof ModelEvent.Reasoning) {
      answered = true;
    } else if (event instanceof ModelEvent.Finished) {
      over = true;
      log("finished");
    }
    listener.onEvent(event);
  }

  /** The attempt failed and is closed. */
  void onFailure(ModelException failure) {
    if (worthAnotherKey(failure)) {
      log("the key was refused, to be tried with another");
      rekeyed = true;
      alarm.clear();
      begin();
      return;
    }
    Duration delay =
        answered ? null : RetryPolicy.delay(failure, retries, http.random().getAsDouble());
    if (over || delay == null || now() + delay.toNanos() - totalAt >= 0) {
      fail(failure);
      return;
    }
    log(failure.code().code() + ", to be tried again");
    retries++;
    alarm.clear();
    after(delay, this::begin);
    onEvent(new ModelEvent.Retried(retries));
  }

  /** At most once: a provider that refuses a new key too means it. */
  private boolean worthAnotherKey(ModelException failure) {
    return failure.code() == ErrorCode.UPSTREAM_AUTH
        && !over
        && !answered
        && !rekeyed
        && key != null
        && request.credentials().refused(key);
  }

  /** The attempt has nothing more to read. */
  void onDrained() {
    alarm.clear();
  }

  void log(String what) {
    LOG.log(
        Level.DEBUG,
        () ->
            request.model()
                + ": "
                + what
                + " (attempt "
                + (retries + (rekeyed ? 2 : 1))
                + ", "
                + TimeUnit.NANOSECONDS.toMillis(now() - startedAt)
                + " ms)");
  }

  private void after(Duration time, Runnable action) {
    await(action, now() + time.toNanos());
  }

  private void await(Runnable action, long at) {
    due = action;
    dueAt = at;
    setAlarm();
  }

  private void setAlarm() {
    alarm.set(dueAt - totalAt < 0 ? dueAt : totalAt);
  }

  private void onAlarm() {
    long now = now();
    if (now - totalAt >= 0) {
      timeOut(Phase.TOTAL);
    } else if (now - dueAt >= 0) {
      due.run();
    } else {
      setAlarm();
    }
  }

  /** The time of the last byte is looked at only here: a token moves no timer. */
  private void checkIdle() {
    Duration left = timeouts.idle().minusNanos(now() - lastByteAt);
    if (left.isNegative() || left.isZero()) {
      timeOut(Phase.IDLE);
    } else {
      after(left, this::checkIdle);
    }
  }

  void timeOut(Phase phase) {
    ModelException failure =
        ModelException.of(ErrorCode.UPSTREAM_TIMEOUT, timeoutText(phase)).phase(phase).build();
    if (attempt == null) {
      fail(failure);
    } else {
      attempt.onTimeout(failure);
    }
  }

  private String timeoutText(Phase phase) {
    return switch (phase) {
      case CONNECT ->
          "The model provider did not open a connection within " + seconds(timeouts.connect());
      case FIRST_BYTE ->
          "The model provider did not begin to answer within " + seconds(timeouts.firstByte());
      case IDLE -> "The model provider sent nothing more for " + seconds(timeouts.idle());
      case TOTAL -> "The model provider did not finish within " + seconds(timeouts.total());
    };
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private void fail(ModelException failure) {
    if (over) {
      return;
    }
    over = true;
    log(
        failure.code().code()
            + ", provider code "
            + failure.providerCode()
            + ", log id "
            + failure.logId());
    release();
    if (!cancelled) {
      listener.onFailure(failure);
    }
  }

  private void release() {
    alarm.clear();
    if (attempt != null) {
      attempt.close();
    }
  }

  /** A listener, a reader or this package has thrown. */
  private void onBroken(Throwable thrown) {
    Throwable shown = withoutText(thrown);
    LOG.log(Level.WARNING, request.model() + ": an exchange broke", shown);
    try {
      release();
      fail(
          ModelException.of(ErrorCode.UPSTREAM_ERROR, "The model's answer could not be taken in")
              .cause(shown)
              .build());
    } catch (RuntimeException again) {
      LOG.log(Level.WARNING, request.model() + ": its end broke too", withoutText(again));
    }
  }

  /** Its kind, its place and its causes, without their messages: they may quote what they met. */
  private static Throwable withoutText(Throwable thrown) {
    Throwable cause = thrown.getCause();
    Throwable copy =
        new IllegalStateException(
            thrown.getClass().getName(), cause == null ? null : withoutText(cause));
    copy.setStackTrace(thrown.getStackTrace());
    return copy;
  }

  private long now() {
    return http.threads().nanoTime().getAsLong();
  }
}
