package dev.runnel.structured;

import dev.runnel.completion.Projection;
import jakarta.inject.Singleton;

/**
 * Makes the projections of structured completions: the model's text goes in, exact increments of
 * the JSON document in it come out. Thread-safe; each completion gets a projection of its own.
 */
@Singleton
public class PatchProcessor {

  /**
   * A projection for one completion that seeks any object or array.
   *
   * @param model the id of the model that is asked
   */
  public Projection begin(String model) {
    return new StructuredProjection(model, null);
  }

  /**
   * A projection for one completion that seeks a document of the kind its schema asks for, and
   * checks it.
   *
   * @param model the id of the model that is asked
   * @param schema for this completion alone
   */
  public Projection begin(String model, AnswerSchema schema) {
    return new StructuredProjection(model, schema);
  }
}
