package dev.runnel.model.http;

import dev.runnel.model.ModelException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** All that can be seen of a failure. */
final class Leaks {

  private Leaks() {}

  static String everythingOf(ModelException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text + " " + failure.providerCode() + " " + failure.logId() + " " + failure.getMessage();
  }
}
