package dev.runnel.model.http;

import dev.runnel.eventstream.ServerSentEvent;
import dev.runnel.model.ModelEvent;
import dev.runnel.model.ModelException;
import dev.runnel.model.ModelListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads one reply in a provider's protocol. Each attempt has its own; calls come one after the
 * other and must not block. What a reader throws ends the exchange: broken input is told as a
 * failure, not thrown.
 */
public interface ReplyReader {

  /** A way to speak with a provider. */
  @FunctionalInterface
  interface Protocol {

    /**
     * Begins to read a reply.
     *
     * @param reply its head, which also makes the failures
     * @param out takes what the model says and how it ends: {@link ModelEvent.Finished} or a
     *     failure. What follows an end is ignored, and the reader is not called again. A failure
     *     that is worth a retry is retried as long as no text was said
     */
    ReplyReader open(Reply reply, ModelListener out);

    /** The media type that is asked for. */
    default String accept() {
      return "text/event-stream";
    }
  }

  /** The next event of the stream. */
  void onEvent(ServerSentEvent event);

  /**
   * The stream is over, or nothing more is to be expected of it. A reader that has all it needs
   * says {@link ModelEvent.Finished} now; if it does not, the reply counts as truncated.
   */
  void onEnd();

  /**
   * The reply was no event stream but an error status, or JSON in its place.
   *
   * @param body its text, cut to {@link ProviderHttp#MAX_ERROR_BYTES}; it may be anything
   * @return what it means; null when it is what was asked for, and {@link ModelEvent.Finished} was
   *     said
   */
  @Nullable ModelException onOtherReply(String body);

  /**
   * How to stop the provider when the exchange gives up before the answer's end; null where closing
   * the connection does it, or where there is nothing to stop.
   */
  default @Nullable StopCall stopCall() {
    return null;
  }
}
