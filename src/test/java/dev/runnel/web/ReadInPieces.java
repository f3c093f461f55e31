package dev.runnel.web;

import dev.runnel.log.Cursor;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogMemory;
import dev.runnel.log.LogSlice;
import dev.runnel.log.StreamLog;
import dev.runnel.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What clients of a dialect are sent, without a server. */
public final class ReadInPieces {

  private static final List<String> WORDS =
      List.of("a", "Zq ", "\"", "\\", "\n", "\u0001", "é", "趋势", "😀", "word ");

  private ReadInPieces() {}

  /** A log of an answer in words that hurt, of any length and mixture, that ends well. */
  public static List<LogEntry> randomAnswer(Random random) {
    List<LogEntry> entries = new ArrayList<>();
    entries.add(new LogEntry.Started("s1", null, "ark", "test"));
    for (int i = random.nextInt(30); i > 0; i--) {
      String words =
          WORDS.get(random.nextInt(WORDS.size())) + WORDS.get(random.nextInt(WORDS.size()));
      entries.add(
          switch (random.nextInt(8)) {
            case 0 -> new LogEntry.FollowUp(words);
            case 1, 2 -> new LogEntry.Reasoning(words);
            default -> new LogEntry.Text(words);
          });
    }
    entries.add(
        new LogEntry.Complete("stop", new Usage(90L, 124L, 7L, 214L, false), null, "doubao"));
    return entries;
  }

  /** The data of all events of a client that reads now and then while the log grows. */
  public static List<String> whileItGrows(
      List<LogEntry> entries, EventEncoder encoder, Random random) {
    StreamLog log = new StreamLog("s1", new LogMemory(Long.MAX_VALUE));
    Cursor cursor = log.cursor(0);
    List<String> events = new ArrayList<>();
    for (LogEntry entry : entries) {
      log.append(entry);
      if (random.nextBoolean()) {
        read(cursor, encoder, events);
      }
    }
    read(cursor, encoder, events);
    return events;
  }

  /** The data of all events of a client that comes when all is said. */
  public static List<String> afterTheEnd(List<LogEntry> entries, Supplier<EventEncoder> encoders) {
    StreamLog log = new StreamLog("s1", new LogMemory(Long.MAX_VALUE));
    entries.forEach(log::append);
    List<String> events = new ArrayList<>();
    read(log.cursor(0), encoders.get(), events);
    return events;
  }

  private static void read(Cursor cursor, EventEncoder encoder, List<String> events) {
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      for (WireEvent event = encoder.before(slice); event != null; event = encoder.before(slice)) {
        events.add(new String(event.data(), StandardCharsets.UTF_8));
      }
      WireEvent event = encoder.encode(slice);
      if (event != null) {
        events.add(new String(event.data(), StandardCharsets.UTF_8));
      }
    }
  }
}
