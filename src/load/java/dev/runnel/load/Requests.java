package dev.runnel.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The requests of clients, as bytes. */
final class Requests {

  private Requests() {}

  /** Asks for a new stream. */
  static byte[] start(int port, String path, String body) {
    return bytes(
        "POST",
        port,
        path,
        "Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Goes on with a stream after an event, or from its beginning when the id is "". */
  static byte[] resume(int port, String path, String lastEventId) {
    String header = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
    return bytes("GET", port, path, "Accept: text/event-stream\r\n" + header + "\r\n");
  }

  /** Stops a stream. */
  static byte[] stop(int port, String path) {
    return bytes("DELETE", port, path, "\r\n");
  }

  /** The path of a stream. */
  static String streamPath(String streamId) {
    return "/api/streams/" + streamId;
  }

  private static byte[] bytes(String method, int port, String path, String rest) {
    return (method + " " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + rest)
        .getBytes(US_ASCII);
  }
}
