package dev.runnel.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of {@code server-config/}, as they are but for what cannot be so on every machine. */
final class Substitution {

  private Substitution() {}

  /**
   * The text of a file with other values in some places.
   *
   * @param file below {@code server-config/}
   * @param values what stands in the file, and what shall; each must be there
   */
  static String in(String file, Map<String, String> values) throws IOException {
    String text =
        Files.readString(Path.of(System.getProperty("basedir"), "server-config").resolve(file));
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!text.contains(value.getKey())) {
        throw new AssertionError(file + " has no more: " + value.getKey());
      }
      text = text.replace(value.getKey(), value.getValue());
    }
    return text;
  }
}
