package dev.runnel.web.structured;

import dev.runnel.web.Dialect;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The dialects of structured answers: the original's, and one for each format. */
@Dependent
class StructuredDialects {

  static final String ORIGINAL = "original";
  static final String INCREMENTS = "increments";
  static final String JSON_PATCH = "json-patch";
  static final String TEXT = "text";

  @Produces
  @Dependent
  static Dialect original() {
    return new Dialect(ORIGINAL, StructuredEncoder::original);
  }

  @Produces
  @Dependent
  static Dialect increments() {
    return new Dialect(INCREMENTS, () -> StructuredEncoder.of(new ChunkEvents()));
  }

  @Produces
  @Dependent
  static Dialect jsonPatch() {
    return new Dialect(JSON_PATCH, () -> StructuredEncoder.of(new PatchEvents()));
  }

  @Produces
  @Dependent
  static Dialect text() {
    return new Dialect(TEXT, () -> StructuredEncoder.of(new ChunkEvents()));
  }
}
