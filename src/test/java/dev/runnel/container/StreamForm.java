package dev.runnel.container;

import dev.runnel.json.JsonValue.JsonString;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The ways to ask Ark for an event stream, each with its form of the answer. */
enum StreamForm {
  CHAT_BY_POST("api/chat", "{\"model\":\"ark\",\"message\":%s}"),
  CHAT_BY_GET("api/chat?model=ark&message=%s", ""),
  HELLO_WORLD("helloworld?prompt=%s", ""),
  INCREMENTS("api/generate", "{\"model\":\"ark\",\"prompt\":%s}"),
  JSON_PATCH("api/generate", "{\"model\":\"ark\",\"format\":\"json-patch\",\"prompt\":%s}"),
  TEXT("api/generate", "{\"model\":\"ark\",\"format\":\"text\",\"prompt\":%s}");

  private final String path;
  private final String body;

  StreamForm(String path, String body) {
    this.path = path;
    this.body = body;
  }

  /** Asks a message of the server at a root. */
  StreamClient open(URI root, String message, String... headers) throws IOException {
    return body.isEmpty()
        ? StreamClient.get(
            root.resolve(path.formatted(URLEncoder.encode(message, StandardCharsets.UTF_8))),
            headers)
        : StreamClient.open(
            "POST", root.resolve(path), body.formatted(new JsonString(message).toJson()), headers);
  }
}
