package dev.runnel.web.chat;

import dev.runnel.web.Dialect;

/** What chat keeps to its package, for tests of others. */
public final class ChatAccess {

  private ChatAccess() {}

  /** The form of chat. */
  public static Dialect dialect() {
    return ChatDialect.chat();
  }
}
