package dev.runnel.web.openai;

import dev.runnel.web.Dialect;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The dialect of {@code /v1/chat/completions}. */
@Dependent
class OpenAiDialect {

  static final String NAME = "openai";

  @Produces
  @Dependent
  static Dialect openAi() {
    return new Dialect(NAME, completion -> new ChunkEncoder(completion.progress(), false));
  }
}
