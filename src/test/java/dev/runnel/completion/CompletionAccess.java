package dev.runnel.completion;

import dev.runnel.config.CompletionSettings;
import dev.runnel.config.DefaultModels;
import dev.runnel.config.Threads;
import dev.runnel.log.LogMemory;
import dev.runnel.model.ModelClient;
import java.util.List;
import java.util.function.Supplier;

/** What completions keep to their package, for tests of others. */
public final class CompletionAccess {

  private CompletionAccess() {}

  /** Completions of one model. */
  public static Completions completions(
      ModelClient client, CompletionSettings settings, Threads threads, Supplier<String> ids) {
    return completions(client, settings, threads, List.of(), ids);
  }

  /** Completions of one model that these observers hear of. */
  public static Completions completions(
      ModelClient client,
      CompletionSettings settings,
      Threads threads,
      Iterable<CompletionObserver> observers,
      Supplier<String> ids) {
    String model = client.models().get(0).id();
    return new Completions(
        new ModelCatalog(List.of(client), new DefaultModels(model, model)),
        settings,
        threads,
        observers,
        ids);
  }

  /** The memory of all logs. */
  public static LogMemory memory(Completions completions) {
    return completions.memory();
  }

  /** The number of those that have ended and are kept. */
  public static int kept(Completions completions) {
    return completions.kept();
  }

  /** The number of idempotency keys that are known. */
  public static int knownKeys(Completions completions) {
    return completions.knownKeys();
  }

  /** The server goes away. */
  public static void shutDown(Completions completions) {
    completions.shutDown();
  }
}
