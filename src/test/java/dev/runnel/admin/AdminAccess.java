package dev.runnel.admin;

import dev.runnel.completion.CompletionObserver;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ScriptedModel;
import dev.runnel.config.EffectiveConfiguration;
import dev.runnel.config.Threads;
import java.util.List;

/** What administration keeps to its package, for tests of others. */
public final class AdminAccess {

  private AdminAccess() {}

  /** What hears of completions. */
  public static CompletionObserver records(Threads threads) {
    return new CompletionRecords(threads);
  }

  /** Looks at completions that nobody hears of, with no settings. */
  public static Snapshots snapshots(Completions completions, ScriptedModel model) {
    return snapshots(
        completions,
        model,
        new CompletionRecords(model.threads()),
        new EffectiveConfiguration(List.of()));
  }

  /**
   * Looks at completions.
   *
   * @param records what has heard of them, made here
   */
  public static Snapshots snapshots(
      Completions completions,
      ScriptedModel model,
      CompletionObserver records,
      EffectiveConfiguration configuration) {
    return new Snapshots(
        completions,
        model.catalog(),
        configuration,
        (CompletionRecords) records,
        new FirstTokens());
  }
}
