import dev.runnel.eventstream.EventStreamDecoder;
import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks Runnel by the JDK's own HTTP client, and prints the answer as it is written. After a cut it
 * goes on where it was; Enter stops the model. {@code runnel-core.jar} reads events and JSON:
 *
 * <pre>java -cp target/runnel-core.jar Chat.java http://localhost:5001/ "What is a rill?"</pre>
 */
class Chat {

  /** The server sends a comment every 1.25 seconds: a line that is silent for so long is dead. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** The lines in a row that may bring nothing. */
  private static final int TRIES = 5;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Chat::daemon);
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final URI server;
  private volatile String streamId;
  private String lastEventId;
  private JsonObject end;

  private Chat(URI server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("usage: java -cp runnel-core.jar Chat.java SERVER QUESTION");
      System.exit(2);
    }
    Chat chat = new Chat(URI.create(args[0]));
    daemon(chat::stopOnEnter).start();
    System.exit(chat.ask(args[1]));
  }

  /** Returns 0 if the answer is whole, 1 if not. */
  private int ask(String question) throws Exception {
    // Until its reply has begun the question may be sent again: the same key joins the answer.
    HttpRequest post =
        HttpRequest.newBuilder(server.resolve("api/chat"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(
                BodyPublishers.ofString(
                    new JsonObjectBuilder().put("message", question).build().toJson()))
            .build();
    for (int tries = 0; end == null; ) {
      String before = lastEventId;
      try {
        read(lastEventId == null ? post : rest());
      } catch (RefusedException refused) {
        System.err.println(refused.getMessage());
        return 1;
      } catch (IOException cut) {
        System.err.println("The line was cut: " + cut);
      }
      if (end == null) {
        tries = Objects.equals(lastEventId, before) ? tries + 1 : 0;
        if (tries == TRIES) {
          System.err.println("It does not come back.");
          return 1;
        }
        TimeUnit.SECONDS.sleep(1L << tries);
      }
    }
    out.println();
    if (!"complete".equals(end.string("type"))) {
      System.err.println(end.toJson());
      return 1;
    }
    return 0;
  }

  /** Everything after the last event that is here. */
  private HttpRequest rest() {
    return HttpRequest.newBuilder(server.resolve("api/streams/" + streamId))
        .timeout(PATIENCE)
        .header("Last-Event-ID", lastEventId)
        .build();
  }

  private void read(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw RefusedException.of(response);
      }
      streamId = response.headers().firstValue("X-Stream-Id").orElseThrow();
      EventStreamDecoder events = new EventStreamDecoder(this::hear);
      byte[] block = new byte[8192];
      int read;
      do {
        ScheduledFuture<?> alarm = alarm(in);
        try {
          read = in.read(block);
        } finally {
          alarm.cancel(false);
        }
        events.feed(block, 0, Math.max(read, 0));
      } while (read >= 0 && end == null);
    }
  }

  /** Closes a line that stays silent, which ends its read. */
  private ScheduledFuture<?> alarm(InputStream in) {
    return timer.schedule(
        () -> {
          in.close();
          return null;
        },
        PATIENCE.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void hear(ServerSentEvent event) {
    JsonObject data = (JsonObject) JsonValue.parse(event.data());
    switch (String.valueOf(data.string("type"))) {
      case "delta" -> {
        out.print(data.string("chunk"));
        out.flush();
      }
      case "complete", "error", "cancelled" -> end = data;
      default -> {
        // The start, reasoning, follow-up questions, and what is added one day.
      }
    }
    lastEventId = event.lastEventId();
  }

  private void stopOnEnter() {
    try {
      do {
        if (System.in.read() < 0) {
          return;
        }
      } while (streamId == null);
      HttpRequest stop =
          HttpRequest.newBuilder(server.resolve("api/streams/" + streamId))
              .timeout(PATIENCE)
              .DELETE()
              .build();
      // The stream itself tells the end.
      HttpResponse<InputStream> response = client.send(stop, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        System.err.println(RefusedException.of(response).getMessage());
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("It was not stopped: " + e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  /** The server does not do what it is asked, and says why: to ask again at once is no use. */
  private static final class RefusedException extends RuntimeException {

    private RefusedException(String message) {
      super(message);
    }

    private static RefusedException of(HttpResponse<InputStream> response) throws IOException {
      String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
      String after =
          response
              .headers()
              .firstValue("Retry-After")
              .map(seconds -> " Try again in " + seconds + " seconds.")
              .orElse("");
      return new RefusedException(response.statusCode() + ": " + body + after);
    }
  }
}
