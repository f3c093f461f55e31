package dev.runnel.completion;

import dev.runnel.model.CompletionRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A completion that is to be started.
 *
 * @param request what is asked; its model comes from {@link ModelCatalog#resolve}
 * @param dialect the name of the form in which every client is told of it
 * @param projection how what the model says becomes entries; for this completion alone
 * @param conversationId the conversation it belongs to, or null
 * @param listener hears its end
 * @param grace how long it goes on with no client; null leaves that to the setting
 */
public record Start(
    CompletionRequest request,
    String dialect,
    Projection projection,
    @Nullable String conversationId,
    CompletionListener listener,
    @Nullable Duration grace) {

  /** One that goes on for the setting's grace. */
  public Start(
      CompletionRequest request,
      String dialect,
      Projection projection,
      @Nullable String conversationId,
      CompletionListener listener) {
    this(request, dialect, projection, conversationId, listener, null);
  }
}
