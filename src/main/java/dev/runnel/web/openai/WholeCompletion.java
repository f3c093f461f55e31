package dev.runnel.web.openai;

import dev.runnel.completion.Completion;
import dev.runnel.completion.Progress;
import dev.runnel.json.Utf8JsonBuffer;
import dev.runnel.log.Cursor;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** The reply to a request that wants its answer whole. */
final class WholeCompletion {

  /** What OpenAI's own clients obey before they send a request again by themselves. */
  static final String SHOULD_RETRY = "x-should-retry";

  private WholeCompletion() {}

  /** The reply for a completion that has ended. */
  static Response of(Completion completion) {
    LogEntry.Ended ended = completion.log().ended();
    if (ended instanceof LogEntry.Complete complete) {
      return response(200, body(completion, complete)).build();
    }
    if (ended == null) {
      throw new IllegalStateException("the completion has not ended");
    }
    OpenAiError error = OpenAiError.of(ended);
    Response.ResponseBuilder reply =
        response(error.status(), error.toJson().getBytes(StandardCharsets.UTF_8));
    if (!error.retryable()) {
      // The provider was asked again where that could help; a client that does so only pays.
      reply.header(SHOULD_RETRY, "false");
    } else if (error.retryAfter() != null) {
      reply.header(
          HttpHeaders.RETRY_AFTER, Math.max(1, error.retryAfter().plusMillis(999).toSeconds()));
    }
    return reply.build();
  }

  private static Response.ResponseBuilder response(int status, byte[] json) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(json);
  }

  private static byte[] body(Completion completion, LogEntry.Complete complete) {
    Progress progress = completion.progress();
    Utf8JsonBuffer text = new Utf8JsonBuffer(512);
    Utf8JsonBuffer reasoning = new Utf8JsonBuffer(64);
    Cursor cursor = completion.log().cursor(0);
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      // Escaped pieces concatenate: nothing is unescaped to be escaped again.
      if (slice instanceof LogSlice.Text piece) {
        piece.escaped().appendTo(text);
      } else if (slice instanceof LogSlice.Reasoning piece) {
        piece.escaped().appendTo(reasoning);
      }
    }
    String head = CompletionObject.of("chat.completion", progress).build().toJson();
    Utf8JsonBuffer body = new Utf8JsonBuffer(512 + text.length() + reasoning.length());
    body.append(head.substring(0, head.length() - 1))
        .append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"")
        .append(text.array(), 0, text.length())
        .append("\",\"refusal\":null");
    if (reasoning.length() > 0) {
      body.append(",\"reasoning_content\":\"")
          .append(reasoning.array(), 0, reasoning.length())
          .append("\"");
    }
    body.append("},\"logprobs\":null,\"finish_reason\":")
        .appendString(CompletionObject.finishReason(complete.finishReason()))
        .append("}]");
    if (complete.usage() != null) {
      body.append(",\"usage\":").append(CompletionObject.usage(complete.usage()).toJson());
    }
    return body.append("}").toByteArray();
  }
}
