package dev.runnel.container;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.openapi.OpenApiDocument;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every answer in a container test is held against the OpenAPI document. */
final class Described {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.source();

  private Described() {}

  /**
   * Fails where an answer is not as the document says.
   *
   * @param body the body, or null where it was not read to its end
   */
  static void require(
      String method,
      URI uri,
      int status,
      HttpHeaders headers,
      @Nullable String body,
      List<ServerSentEvent> events) {
    List<String> data = events.stream().map(ServerSentEvent::data).toList();
    List<String> faults =
        DOCUMENT.faults(
            method, uri.getPath(), new OpenApiDocument.Reply(status, headers, body, data));
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s answers %d other than the OpenAPI document says: %s"
              .formatted(method, uri, status, String.join("; ", faults)));
    }
  }
}
