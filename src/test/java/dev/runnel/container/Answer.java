package dev.runnel.container;

import dev.runnel.eventstream.EventStreamDecoder;
import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.json.JsonValue;
import dev.runnel.json.JsonValue.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An answer of the server, read to its end.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body the whole body
 * @param events the events in it, when it is an event stream
 */
record Answer(int status, HttpHeaders headers, String body, List<ServerSentEvent> events) {

  /** How long a broken server may hold a test up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(PATIENCE);
  }

  static HttpRequest.Builder json(URI uri, String body) {
    return request(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  static Answer get(URI uri) throws IOException, InterruptedException {
    return to(request(uri).build());
  }

  /** The status of an answer that may be the server's own, which no document of ours describes. */
  static int statusOf(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(request(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  static Answer post(URI uri, String body) throws IOException, InterruptedException {
    return to(json(uri, body).build());
  }

  static Answer to(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      Answer answer = of(response.statusCode(), response.headers(), in.readAllBytes());
      Described.require(
          request.method(),
          request.uri(),
          answer.status,
          answer.headers,
          answer.body,
          answer.events);
      return answer;
    }
  }

  /** The answer with this body, its events decoded. */
  static Answer of(int status, HttpHeaders headers, byte[] body) {
    List<ServerSentEvent> events = new ArrayList<>();
    if (headers.firstValue("Content-Type").orElse("").startsWith("text/event-")) {
      EventStreamDecoder decoder = new EventStreamDecoder(events::add);
      decoder.feed(body, 0, body.length);
      decoder.end();
    }
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8), events);
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The data of each event. */
  List<JsonObject> data() {
    return events.stream().map(event -> (JsonObject) JsonValue.parse(event.data())).toList();
  }

  /** The data of each event as it came, without its spaces outside of text. */
  List<String> lines() {
    return data().stream().map(JsonObject::toJson).toList();
  }

  /** The text of all chat deltas. */
  String text() {
    return data().stream()
        .filter(data -> "delta".equals(data.string("type")))
        .map(data -> String.valueOf(data.string("chunk")))
        .collect(Collectors.joining());
  }

  JsonObject last() {
    return data().get(events.size() - 1);
  }
}
