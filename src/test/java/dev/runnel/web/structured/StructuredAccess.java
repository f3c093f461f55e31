package dev.runnel.web.structured;

import dev.runnel.web.Dialect;
import java.util.List;

/** What structured answers keep to their package, for tests of others. */
public final class StructuredAccess {

  private StructuredAccess() {}

  /** All forms of structured answers. */
  public static List<Dialect> dialects() {
    return List.of(
        StructuredDialects.original(),
        StructuredDialects.increments(),
        StructuredDialects.jsonPatch(),
        StructuredDialects.text());
  }
}
