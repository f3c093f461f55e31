package dev.runnel.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/**
 * The headers of every answer: what a page of another origin may read, and for streams what keeps
 * proxies from holding them back. Values reach it as attributes of the request, because a method
 * with a sink has no response to set them on.
 *
 * <p>For a stream this runs with the first event, on the thread that writes it, where an injected
 * request would be another one or none: all comes from what the filter is given.
 */
@Provider
public class ResponseHeaders implements ContainerResponseFilter {

  private static final String EVENT_STREAM = ResponseHeaders.class.getName() + ".events";
  private static final String STREAM_ID = ResponseHeaders.class.getName() + ".stream";
  private static final String CONVERSATION_ID = ResponseHeaders.class.getName() + ".conversation";

  private static final String STANDING = ResponseHeaders.class.getName() + ".standing";

  /** Tells the filter what the request's origin is to this server. */
  static void standing(HttpServletRequest request, Origins.Standing standing) {
    request.setAttribute(STANDING, standing);
  }

  /** Tells the filter of a stream that the request opened. */
  static void stream(HttpServletRequest request, String streamId) {
    eventStream(request);
    request.setAttribute(STREAM_ID, streamId);
  }

  /** Tells the filter that the request is answered with an event stream. */
  public static void eventStream(HttpServletRequest request) {
    request.setAttribute(EVENT_STREAM, true);
  }

  /** Tells the filter of the conversation that the request belongs to. */
  public static void conversation(HttpServletRequest request, String conversationId) {
    request.setAttribute(CONVERSATION_ID, conversationId);
  }

  @Override
  public void filter(ContainerRequestContext in, ContainerResponseContext out) {
    MultivaluedMap<String, Object> headers = out.getHeaders();
    headers.putSingle("X-Content-Type-Options", "nosniff");
    if (in.getProperty(STREAM_ID) instanceof String streamId) {
      headers.putSingle("X-Stream-Id", streamId);
    }
    if (in.getProperty(EVENT_STREAM) != null) {
      // no-transform: a proxy that compresses would gather the whole stream first.
      headers.putSingle("Cache-Control", "no-cache, no-transform");
      headers.putSingle("X-Accel-Buffering", "no");
    }
    if (in.getProperty(CONVERSATION_ID) instanceof String conversationId) {
      headers.putSingle("X-Conversation-Id", conversationId);
    }
    cors(in, headers);
  }

  private static void cors(ContainerRequestContext in, MultivaluedMap<String, Object> headers) {
    headers.add("Vary", "Origin");
    Object standing = in.getProperty(STANDING);
    if (standing != Origins.Standing.LISTED && standing != Origins.Standing.OPEN) {
      return;
    }
    headers.putSingle("Access-Control-Allow-Origin", in.getHeaderString("Origin"));
    if (standing == Origins.Standing.LISTED) {
      headers.putSingle("Access-Control-Allow-Credentials", "true");
    }
    headers.putSingle(
        "Access-Control-Expose-Headers", "X-Stream-Id, X-Conversation-Id, Retry-After");
    if (in.getMethod().equals("OPTIONS")) {
      headers.putSingle("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
      // User-Agent: the AI SDK's and OpenAI's clients set it, and not every browser ignores that.
      headers.putSingle(
          "Access-Control-Allow-Headers",
          "Content-Type, Authorization, Last-Event-ID, Idempotency-Key, User-Agent, X-User-ID");
      headers.putSingle("Access-Control-Max-Age", "600");
    }
  }
}
