package dev.runnel.web.admin;

import dev.runnel.web.FakeRequest;
import dev.runnel.web.RecordingSink;

/** What the administration's events keep to their package, for tests of others. */
public final class AdminWebAccess {

  private AdminWebAccess() {}

  /** An administrator comes. */
  public static void open(AdminEvents events, RecordingSink sink) {
    events.open(sink, sink, FakeRequest.from("127.0.0.1"));
  }
}
