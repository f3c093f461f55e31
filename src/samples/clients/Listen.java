import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.sse.InboundSseEvent;
import jakarta.ws.rs.sse.SseEventSource;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks Runnel by JAX-RS' {@code SseEventSource}, as a Jakarta EE application would, and prints the
 * answer as it is written. After a cut the source comes back by itself with the last event's id,
 * and the answer goes on where it was: it does not buy a second one. It can only GET, so what is
 * asked stands in access logs.
 *
 * <p>With a JAX-RS client and JSON-P on the class path: {@code java -cp … Listen.java
 * http://localhost:5001/ "What is a rill?"}
 */
class Listen {

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final CompletableFuture<JsonObject> end = new CompletableFuture<>();

  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: java -cp … Listen.java SERVER QUESTION");
      System.exit(2);
    }
    System.exit(new Listen().ask(args[0], args[1]));
  }

  /** Returns 0 if the answer is whole, 1 if not. */
  private int ask(String server, String question) {
    // The server sends a comment every 1.25 seconds: a line that is silent for so long is dead.
    Client client =
        ClientBuilder.newBuilder()
            .connectTimeout(5, TimeUnit.SECONDS)
            .readTimeout(15, TimeUnit.SECONDS)
            .build();
    // A template: a question may hold braces, which a plain parameter would take for one.
    WebTarget chat =
        client
            .target(server)
            .path("api/chat")
            .queryParam("message", "{question}")
            .resolveTemplate("question", question);
    try (SseEventSource source =
        SseEventSource.target(chat).reconnectingEvery(1, TimeUnit.SECONDS).build()) {
      source.register(this::hear, this::fail, this::complete);
      source.open();
      JsonObject last = end.join();
      out.println();
      if (!last.getString("type").equals("complete")) {
        System.err.println(last);
        return 1;
      }
      return 0;
    } finally {
      client.close();
    }
  }

  private void hear(InboundSseEvent event) {
    try (JsonReader reader = Json.createReader(new StringReader(event.readData()))) {
      JsonObject data = reader.readObject();
      switch (data.getString("type")) {
        case "delta" -> {
          out.print(data.getString("chunk"));
          out.flush();
        }
        // The source is closed then: after a good end it would come back, too.
        case "complete", "error", "cancelled" -> end.complete(data);
        default -> {
          // The start, reasoning, follow-up questions, and what is added one day.
        }
      }
    }
  }

  /** What is no cut: the server has refused, and the source does not come back. */
  private void fail(Throwable cause) {
    end.complete(
        error(
            cause instanceof WebApplicationException refused
                ? refused.getResponse().readEntity(String.class)
                : cause.toString()));
  }

  /** There is nothing more. Jersey tells that of a refusal too, perhaps before the refusal. */
  private void complete() {
    end.completeOnTimeout(error("The stream is over without an end."), 1, TimeUnit.SECONDS);
  }

  private static JsonObject error(String message) {
    return Json.createObjectBuilder().add("type", "error").add("error", message).build();
  }
}
