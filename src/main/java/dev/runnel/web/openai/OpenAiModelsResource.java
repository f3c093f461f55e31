package dev.runnel.web.openai;

import dev.runnel.completion.ModelCatalog;
import dev.runnel.model.Model;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The models that can be used, in OpenAI's words. */
@Path("models")
@Dependent
public class OpenAiModelsResource {

  /**
   * The answer.
   *
   * @param object always {@code list}
   * @param data the models that are configured
   */
  @JsonbPropertyOrder({"object", "data"})
  public record ModelList(String object, List<Entry> data) {}

  /**
   * One model.
   *
   * @param id its name in requests
   * @param object always {@code model}
   * @param created always 0: when a model was made is not known here, and clients want a number
   * @param ownedBy its kind of provider
   */
  @JsonbPropertyOrder({"id", "object", "created", "ownedBy"})
  public record Entry(
      String id, String object, long created, @JsonbProperty("owned_by") String ownedBy) {}

  @Inject ModelCatalog catalog;

  /** For the container, which sets the field. */
  @SuppressWarnings("NullAway.Init")
  public OpenAiModelsResource() {}

  /** All of them. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public ModelList models() {
    return new ModelList("list", configured());
  }

  /** One of them. */
  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Entry model(@PathParam("id") String id) {
    String usable = catalog.resolve(id, id);
    return configured().stream()
        .filter(entry -> entry.id().equals(usable))
        .findFirst()
        .orElseThrow();
  }

  private List<Entry> configured() {
    return catalog.models().stream()
        .filter(Model::configured)
        .map(model -> new Entry(model.id(), "model", 0, model.provider()))
        .toList();
  }
}
