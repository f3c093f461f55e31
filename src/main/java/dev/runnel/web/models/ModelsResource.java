package dev.runnel.web.models;

import dev.runnel.completion.ModelCatalog;
import dev.runnel.model.Model;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;

/** Lists the models; never a key. */
@Path("models")
@Dependent
public class ModelsResource {

  /**
   * The answer.
   *
   * @param models all models, the ones that are not configured included
   */
  public record ModelList(List<Entry> models) {}

  /**
   * One model.
   *
   * @param id its name in requests
   * @param provider its kind of provider
   * @param defaultFor {@code chat}, {@code structured}, both or neither
   * @param configured whether it can be used
   */
  @JsonbPropertyOrder({"id", "provider", "defaultFor", "configured"})
  public record Entry(
      String id,
      String provider,
      @JsonbProperty("default_for") List<String> defaultFor,
      boolean configured) {}

  @Inject ModelCatalog catalog;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public ModelsResource() {}

  /** The models. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public ModelList models() {
    return new ModelList(catalog.models().stream().map(this::entry).toList());
  }

  private Entry entry(Model model) {
    List<String> defaultFor = new ArrayList<>();
    if (catalog.chatModel().equals(model.id())) {
      defaultFor.add("chat");
    }
    if (catalog.structuredModel().equals(model.id())) {
      defaultFor.add("structured");
    }
    return new Entry(model.id(), model.provider(), defaultFor, model.configured());
  }
}
