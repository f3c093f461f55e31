package dev.runnel.web.chat;

import dev.runnel.web.Dialect;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The dialect of {@code /api/chat}. */
@Dependent
class ChatDialect {

  static final String NAME = "chat";

  @Produces
  @Dependent
  static Dialect chat() {
    return new Dialect(NAME, ChatEncoder::new);
  }
}
