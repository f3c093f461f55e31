package dev.runnel.model.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to a provider, and who reads the reply. Sent by POST, the same at every attempt.
 *
 * @param model the model's id, for the log
 * @param uri where to
 * @param credentials gives the bearer key of each attempt, and of the call that stops the answer
 * @param body the JSON body
 * @param idempotencyKey sent as {@code Idempotency-Key}, so that a service that knows the header
 *     does not write one answer twice when a try whose reply was lost is repeated; null sends none
 * @param protocol reads the reply
 */
public record ProviderRequest(
    String model,
    URI uri,
    Credentials credentials,
    String body,
    @Nullable String idempotencyKey,
    ReplyReader.Protocol protocol) {

  /** The model and the address; the body is not for logs. */
  @Override
  public String toString() {
    return model + " at " + uri;
  }
}
