package dev.runnel.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runnel.json.JsonValue.JsonString;
import java.io.ByteArrayOutputStream;

/**
 * The bytes of a streamed chat completion: each event is one chunk of HTTP.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">Chat completion
 *     chunks</a>
 */
final class CompletionWire {

  /** The head of a reply that is a stream. */
  static final byte[] HEAD =
      head("200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");

  /** The end of a stream that went well. */
  static final byte[] DONE =
      join(
          event("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]"),
          event(
              "\"choices\":[],\"usage\":"
                  + "{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}"),
          chunk(ascii("data: [DONE]\n\n")),
          chunk(new byte[0]));

  /** The end of a stream that failed. */
  static final byte[] ERROR =
      join(
          chunk(
              ascii(
                  "data: {\"error\":{\"code\":\"InternalServiceError\","
                      + "\"message\":\"planned\",\"type\":\"\"}}\n\n")),
          chunk(new byte[0]));

  private static final String REFUSAL_BODY =
      "{\"error\":{\"code\":\"AuthenticationError\",\"message\":\"planned\",\"type\":\"\"}}";

  /** A whole reply that is no stream. */
  static final byte[] REFUSAL =
      join(
          head(
              "401 Unauthorized",
              "Content-Type: application/json",
              "Content-Length: " + REFUSAL_BODY.length()),
          ascii(REFUSAL_BODY));

  private CompletionWire() {}

  /** The event with the next text. */
  static byte[] text(String text) {
    return event(
        "\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + new JsonString(text).toJson()
            + "}}]");
  }

  private static byte[] head(String status, String... headers) {
    return ascii("HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
  }

  private static byte[] event(String members) {
    String data =
        "data: {\"id\":\"load\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"load\","
            + members
            + "}\n\n";
    return chunk(data.getBytes(UTF_8));
  }

  private static byte[] chunk(byte[] bytes) {
    return join(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n"));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
