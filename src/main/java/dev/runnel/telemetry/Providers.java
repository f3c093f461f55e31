package dev.runnel.telemetry;

import dev.runnel.completion.ModelCatalog;
import dev.runnel.model.Model;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The kinds of providers behind the models: {@code coze}, {@code ark}, {@code openai}, {@code
 * demo}. Immutable.
 */
@Singleton
class Providers {

  private final Map<String, String> byModel;

  @Inject
  Providers(ModelCatalog catalog) {
    byModel =
        catalog.models().stream().collect(Collectors.toUnmodifiableMap(Model::id, Model::provider));
  }

  /** The provider of a model that is asked. */
  String of(String model) {
    String provider = byModel.get(model);
    if (provider == null) {
      throw new IllegalStateException("the catalog has no such model");
    }
    return provider;
  }
}
