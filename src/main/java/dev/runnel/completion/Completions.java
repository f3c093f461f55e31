package dev.runnel.completion;

import dev.runnel.log.LogEntry;
import dev.runnel.log.StreamLog;
import dev.runnel.model.CompletionRequest;
import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Starts completions and knows the live ones. Thread-safe. */
@Singleton
public class Completions {

  private final ModelCatalog catalog;
  private final Set<Completion> live = ConcurrentHashMap.newKeySet();

  /** For the models of a catalog. */
  @Inject
  public Completions(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Starts a completion: its log begins, then its model is asked. Returns at once.
   *
   * @param request what is asked; its model comes from {@link ModelCatalog#resolve}
   * @param projection how what the model says becomes entries
   * @param conversationId the conversation it belongs to, or null
   * @param listener hears its end
   */
  public Completion start(
      CompletionRequest request,
      Projection projection,
      @Nullable String conversationId,
      CompletionListener listener) {
    StreamLog log = new StreamLog(StreamIds.next());
    Completion completion =
        new Completion(
            log,
            projection,
            new CompletionListener() {
              @Override
              public void onConversationOpened(String providerConversation) {
                listener.onConversationOpened(providerConversation);
              }

              @Override
              public void onEnd(Completion ended) {
                live.remove(ended);
                listener.onEnd(ended);
              }
            });
    ModelClient client = catalog.client(request.model());
    log.append(new LogEntry.Started(log.id(), conversationId, request.model()));
    live.add(completion);
    completion.start(client, request);
    return completion;
  }

  /** The number of completions that have not ended. */
  public int live() {
    return live.size();
  }

  /** The server goes away: what is still being written ends with an error that can be retried. */
  @PreDestroy
  void shutDown() {
    for (Completion completion : live) {
      completion.fail(
          LogEntry.Failed.of(ErrorCode.PRODUCER_LOST, "The server was stopped while it answered."));
    }
  }
}
