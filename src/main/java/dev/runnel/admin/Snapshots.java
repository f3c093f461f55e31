package dev.runnel.admin;

import dev.runnel.completion.Completion;
import dev.runnel.completion.Completions;
import dev.runnel.completion.ModelCatalog;
import dev.runnel.completion.Progress;
import dev.runnel.config.EffectiveConfiguration;
import dev.runnel.model.Model;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at the server as a whole. Thread-safe; never blocks. */
@Singleton
public class Snapshots {

  /** So many live streams are shown. */
  public static final int MAX_STREAMS = 200;

  private final Completions completions;
  private final ModelCatalog catalog;
  private final EffectiveConfiguration configuration;
  private final CompletionRecords records;
  private final FirstTokens firstTokens;

  /** Of these completions. */
  @Inject
  Snapshots(
      Completions completions,
      ModelCatalog catalog,
      EffectiveConfiguration configuration,
      CompletionRecords records,
      FirstTokens firstTokens) {
    this.completions = completions;
    this.catalog = catalog;
    this.configuration = configuration;
    this.records = records;
    this.firstTokens = firstTokens;
  }

  /** The settings that hold. */
  public EffectiveConfiguration configuration() {
    return configuration;
  }

  /** What there is to see now. */
  public Snapshot now() {
    List<Progress> live = completions.liveCompletions().stream().map(Completion::progress).toList();
    List<ModelFigures> figures = new ArrayList<>();
    List<ProviderState> providers = new ArrayList<>();
    for (Model model : catalog.models()) {
      ModelRecord record = records.of(model.id());
      figures.add(record.figures(firstTokens.of(model.id())));
      providers.add(
          new ProviderState(
              model,
              configuration.keyOf(model.id()).orElse(null),
              record.lastSuccess(),
              record.lastError()));
    }
    return new Snapshot(
        live.size(),
        live.stream()
            .sorted(Comparator.comparing(Progress::startedAt).thenComparing(Progress::streamId))
            .limit(MAX_STREAMS)
            .toList(),
        completions.draining(),
        providers,
        figures.stream().filter(Snapshots::wasAsked).toList(),
        records.refused(),
        records.errors());
  }

  private static boolean wasAsked(ModelFigures figures) {
    return figures.firstTokens() + figures.completed() + figures.failed() + figures.cancelled() > 0;
  }
}
