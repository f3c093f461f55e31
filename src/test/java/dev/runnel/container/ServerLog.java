package dev.runnel.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the server that Arquillian started has written to its log. */
final class ServerLog {

  private static final Path FILE = Path.of(System.getProperty("server.log"));

  private ServerLog() {}

  /** All of it, in whatever order: servers begin a new file from time to time. */
  static String text() {
    try (Stream<Path> files = Files.list(FILE.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(FILE.getFileName().toString()))
          .map(ServerLog::read)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that have a text in them. */
  static List<String> linesWith(String text) {
    return text().lines().filter(line -> line.contains(text)).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
