package dev.runnel.model.http;

import dev.runnel.config.ProviderSettings;
import dev.runnel.config.Secret;
import dev.runnel.config.Threads;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelCall;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to all providers: one HTTP client whose callbacks run on its selector thread, so that a
 * piece of an answer is handed on without a change of threads. HTTP/1.1, because there to give up
 * an answer is to close its connection. Redirects are not followed. For any number of threads.
 */
@Singleton
public final class ProviderHttp {

  /** The longest reply that is read when it is not an event stream, in bytes; the rest is cut. */
  public static final int MAX_ERROR_BYTES = 64 * 1024;

  /** How long a {@link StopCall} may take, and before that how long its key may. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** How long the application waits at its end for stop calls under way. */
  static final Duration LAST_STOPS = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger("dev.runnel.model.http");

  /** Those that the end of the application waits for: the stop calls under way, and itself. */
  private final Phaser stops = new Phaser(1);

  /** Null after the end of the application. */
  private volatile @Nullable HttpClient client;

  private final TimeoutSettings timeouts;
  private final Threads threads;
  private final InstantSource clock;
  private final DoubleSupplier random;

  /** The way to the configured providers. */
  @Inject
  public ProviderHttp(ProviderSettings settings, Threads threads) {
    this(
        HttpClient.newBuilder(),
        settings.timeouts(),
        threads,
        threads.clock(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * With what tests bring.
   *
   * @param builder may bring a TLS context
   * @param clock what a date in {@code Retry-After} is compared with
   * @param random numbers from 0 to less than 1, for the jitter of delays
   */
  ProviderHttp(
      HttpClient.Builder builder,
      TimeoutSettings timeouts,
      Threads threads,
      InstantSource clock,
      DoubleSupplier random) {
    this.client =
        builder
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeouts.connect())
            .executor(Runnable::run)
            .build();
    this.timeouts = timeouts;
    this.threads = threads;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Sends a request, again where that is worth it, and reads the reply. Returns at once; the
   * listener may hear of it before. It hears exactly one end, or none after {@link
   * ModelCall#cancel}, which closes the connection at once, whatever is under way.
   */
  public ModelCall exchange(ProviderRequest request, ModelListener listener) {
    Exchange exchange = new Exchange(this, request, listener);
    exchange.start();
    return exchange;
  }

  /**
   * The HTTP request.
   *
   * @param key the bearer key of this attempt; null sends no {@code Authorization}
   * @param connected called when the connection stands, its TLS handshake included
   * @throws ModelException if the key cannot be sent
   */
  HttpRequest toHttp(ProviderRequest request, @Nullable Secret key, Runnable connected)
      throws ModelException {
    BodyPublisher body = BodyPublishers.ofString(request.body());
    // The client asks for the body once it has a connection, and tells of that in no other way.
    BodyPublisher tellingBody =
        BodyPublishers.fromPublisher(
            subscriber -> {
              connected.run();
              body.subscribe(subscriber);
            },
            body.contentLength());
    HttpRequest.Builder post =
        post(request.model(), request.uri(), key, tellingBody)
            .header("Accept", request.protocol().accept());
    if (request.idempotencyKey() != null) {
      post.header("Idempotency-Key", request.idempotencyKey());
    }
    return post.build();
  }

  /** Tells a provider to stop, once and without waiting; how that ends is only logged. */
  void stop(ProviderRequest request, StopCall stop) {
    stops.register();
    long until = threads.nanoTime().getAsLong() + STOP_LIMIT.toNanos();
    request
        .credentials()
        .ask(
            new Credentials.Answer() {
              @Override
              public void onKey(@Nullable Secret key) {
                if (threads.nanoTime().getAsLong() - until > 0) {
                  notStopped(request.model(), "the key for it came too late");
                  return;
                }
                try {
                  threads.workers().execute(() -> send(request.model(), key, stop));
                } catch (RejectedExecutionException full) {
                  notStopped(request.model(), "no thread is free");
                }
              }

              @Override
              public void onFailure(ModelException failure) {
                notStopped(request.model(), failure.code().code());
              }
            });
  }

  private void notStopped(String model, String why) {
    stops.arriveAndDeregister();
    LOG.log(Level.DEBUG, () -> model + ": not told to stop, " + why);
  }

  private void send(String model, @Nullable Secret key, StopCall stop) {
    try {
      HttpRequest post = post(model, stop.uri(), key, BodyPublishers.ofString(stop.body())).build();
      CompletableFuture<HttpResponse<Void>> sent =
          client().sendAsync(post, BodyHandlers.discarding());
      Future<?> limit =
          threads
              .scheduler()
              .schedule(() -> sent.cancel(true), STOP_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      CompletableFuture<?> unused =
          sent.whenComplete(
              (response, failure) -> {
                limit.cancel(false);
                stops.arriveAndDeregister();
                LOG.log(
                    Level.DEBUG,
                    () ->
                        model
                            + ": told to stop, "
                            + (failure == null
                                ? "HTTP " + response.statusCode()
                                : "failed with " + failure.getClass().getSimpleName()));
              });
    } catch (ModelException | RuntimeException failure) {
      notStopped(model, failure.getClass().getSimpleName());
    }
  }

  private static HttpRequest.Builder post(
      String model, URI uri, @Nullable Secret key, BodyPublisher body) throws ModelException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(body);
    if (key != null) {
      try {
        builder.header("Authorization", "Bearer " + key.reveal());
      } catch (IllegalArgumentException keptOut) {
        // Not the cause: its message quotes the header.
        throw ModelException.of(
                ErrorCode.UPSTREAM_AUTH,
                "The key of the model "
                    + model
                    + " holds a character that no HTTP header can carry")
            .build();
      }
    }
    return builder;
  }

  HttpClient client() {
    HttpClient open = client;
    if (open == null) {
      throw new IllegalStateException("the application has ended");
    }
    return open;
  }

  /**
   * The application goes. Stop calls have a moment to reach their providers, who are paid for what
   * they do until then. The client is dropped: it has no other end, and its thread, which keeps all
   * classes of the application, lives as long as it can be reached.
   */
  @PreDestroy
  void close() {
    try {
      stops.awaitAdvanceInterruptibly(
          stops.arriveAndDeregister(), LAST_STOPS.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      LOG.log(Level.DEBUG, () -> stops.getUnarrivedParties() + " stop calls are cut off");
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    client = null;
  }

  TimeoutSettings timeouts() {
    return timeouts;
  }

  Threads threads() {
    return threads;
  }

  InstantSource clock() {
    return clock;
  }

  DoubleSupplier random() {
    return random;
  }
}
