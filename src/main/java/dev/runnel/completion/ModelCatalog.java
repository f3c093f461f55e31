package dev.runnel.completion;

import dev.runnel.config.DefaultModels;
import dev.runnel.model.Model;
import dev.runnel.model.ModelClient;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models of all providers, and which one answers when a request names none. Immutable. */
@Singleton
public class ModelCatalog {

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final DefaultModels defaults;

  private record Entry(Model model, ModelClient client) {}

  /** Gathers the models of every {@link ModelClient} there is. */
  @Inject
  public ModelCatalog(@Any Instance<ModelClient> clients, DefaultModels defaults) {
    this(clients.stream().toList(), defaults);
  }

  /** Gathers the models of these clients. */
  public ModelCatalog(List<ModelClient> clients, DefaultModels defaults) {
    this.defaults = defaults;
    for (ModelClient client : clients) {
      for (Model model : client.models()) {
        Entry earlier = entries.putIfAbsent(model.id(), new Entry(model, client));
        if (earlier != null) {
          throw new IllegalStateException("two providers name a model " + model.id());
        }
      }
    }
  }

  /** All models, the ones that are not configured included, ordered by id. */
  public List<Model> models() {
    List<Model> models = new ArrayList<>();
    entries.values().forEach(entry -> models.add(entry.model));
    models.sort(Comparator.comparing(Model::id));
    return models;
  }

  /** The id of the model that answers chat when a request names none. */
  public String chatModel() {
    return defaults.chat();
  }

  /** The id of the model that answers structured requests when one names none. */
  public String structuredModel() {
    return defaults.structured();
  }

  /**
   * The model that a request asks for.
   *
   * @param requested the id in the request; null or empty when it names none
   * @param otherwise the id that holds when the request names none
   * @return the id of a model that is configured
   * @throws UnusableModelException if there is no such model, or its key is not set
   */
  public String resolve(@Nullable String requested, String otherwise) {
    Entry entry = entries.get(requested == null || requested.isEmpty() ? otherwise : requested);
    if (entry == null) {
      String usable =
          models().stream()
              .filter(Model::configured)
              .map(Model::id)
              .collect(Collectors.joining(", "));
      throw new UnusableModelException(
          "There is no model of that name. Models that can be used here: " + usable + ".");
    }
    if (!entry.model.configured()) {
      throw new UnusableModelException(
          "The model " + entry.model.id() + " is not configured: " + entry.model.setup());
    }
    return entry.model.id();
  }

  /** The client of a model that {@link #resolve} gave. */
  ModelClient client(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new UnusableModelException("There is no model of that name.");
    }
    return entry.client;
  }
}
