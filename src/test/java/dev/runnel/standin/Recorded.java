package dev.runnel.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Streams of providers, kept as files. */
public final class Recorded {

  private static final Pattern EVENT_END = Pattern.compile("(?<=\n\n)");

  private Recorded() {}

  /** The text of a file under {@code vectors/}. */
  public static String stream(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Recorded.class.getResourceAsStream("/vectors/" + file), file)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Its events, each with its empty line. */
  public static List<String> events(String file) throws IOException {
    return EVENT_END.splitAsStream(stream(file)).toList();
  }

  /** All its beginnings that end after an event, and that are not the whole. */
  public static Stream<String> beginnings(String file) throws IOException {
    List<String> events = events(file);
    return Stream.iterate(0, count -> count < events.size(), count -> count + 1)
        .map(count -> String.join("", events.subList(0, count)));
  }
}
