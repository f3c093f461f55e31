package dev.runnel.web.uimessage;

import dev.runnel.web.Dialect;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** The dialect of {@code /api/ui/chat}. */
@Dependent
class UiMessageDialect {

  static final String NAME = "ui-message";

  @Produces
  @Dependent
  static Dialect uiMessage() {
    return new Dialect(NAME, completion -> new UiMessageEncoder(completion::progress));
  }
}
