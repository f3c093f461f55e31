package dev.runnel.web;

import dev.runnel.json.JsonObjectBuilder;
import dev.runnel.model.Usage;
import org.jspecify.annotations.Nullable;

/** What every dialect of ours tells of the tokens that an answer took. */
public final class Usages {

  private Usages() {}

  /** Adds the figures, and whether they are a guess of ours; nothing where there are none. */
  public static void describe(@Nullable Usage usage, JsonObjectBuilder data) {
    if (usage != null) {
      data.put(
          "usage",
          new JsonObjectBuilder()
              .put("input", usage.input())
              .put("output", usage.output())
              .put("reasoning", usage.reasoning())
              .build());
      if (usage.estimated()) {
        data.put("estimated", true);
      }
    }
  }
}
