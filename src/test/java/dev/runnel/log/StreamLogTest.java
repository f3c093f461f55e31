package dev.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import dev.runnel.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The promises of {@link StreamLog}, by their numbers there. */
class StreamLogTest {

  private static final LogEntry.Started STARTED =
      new LogEntry.Started("stream", "talk", "demo", "chat");
  private static final LogEntry.Complete COMPLETE =
      new LogEntry.Complete("stop", null, "message", "demo");
  private static final LogEntry.Cancelled CANCELLED = new LogEntry.Cancelled(null);

  private final StreamLog log = new StreamLog("stream", new LogMemory(Long.MAX_VALUE));

  @Test
  void promise1_numbersEntriesWithoutAGapFromStartedToTheOneEnded() {
    log.append(STARTED);
    log.append(new LogEntry.Text("a"));
    log.append(new LogEntry.Reasoning("b"));
    log.append(new LogEntry.FollowUp("c"));
    log.append(COMPLETE);

    List<LogSlice> slices = readAll(log.cursor(0));

    assertThat(slices).extracting(LogSlice::position).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(slices.get(0)).isInstanceOf(LogSlice.Start.class);
    assertThat(slices.get(4)).isInstanceOf(LogSlice.End.class);
    assertThat(log.length()).isEqualTo(5);
  }

  @Test
  void promise1_takesNothingBeforeStartedAndStartedOnce() {
    assertThatThrownBy(() -> log.append(new LogEntry.Text("a")))
        .isInstanceOf(IllegalStateException.class);
    log.append(STARTED);
    assertThatThrownBy(() -> log.append(STARTED)).isInstanceOf(IllegalStateException.class);
    assertThat(log.length()).isEqualTo(1);
  }

  @Test
  void promise2_everyCursorSeesTheSameGrowth() {
    Place title = new Place("", "title");
    log.append(STARTED);
    log.append(growth(title, Increment.Kind.STRING, ""));
    log.append(growth(title, Increment.Kind.APPEND, "科\"技"));
    log.append(growth(new Place("", "n"), Increment.Kind.SCALAR, "1.0"));
    log.append(growth(new Place("", "o"), Increment.Kind.OBJECT, ""));
    log.append(COMPLETE);

    assertThat(told(log.cursor(0)))
        .isEqualTo(told(log.cursor(0)))
        .containsExactly(
            "1 start",
            "2 STRING /title:",
            "3 APPEND /title:科\\\"技",
            "4 SCALAR /n:1.0",
            "5 OBJECT /o:",
            "6 end");
  }

  @Test
  void promise3_joinsOnlyNeighboursThatCanBeJoined() {
    Place a = new Place("", "a");
    Place b = new Place("", "b");
    log.append(STARTED);
    log.append(new LogEntry.Reasoning("r1"));
    log.append(new LogEntry.Reasoning("r2"));
    log.append(growth(a, Increment.Kind.STRING, ""));
    log.append(growth(a, Increment.Kind.APPEND, "x"));
    log.append(growth(a, Increment.Kind.APPEND, "y"));
    log.append(growth(b, Increment.Kind.STRING, ""));
    log.append(growth(b, Increment.Kind.APPEND, "z"));
    log.append(growth(new Place("", "c"), Increment.Kind.SCALAR, "1"));
    log.append(growth(new Place("", "d"), Increment.Kind.SCALAR, "2"));
    log.append(new LogEntry.FollowUp("f1"));
    log.append(new LogEntry.FollowUp("f2"));
    log.append(COMPLETE);

    assertThat(told(log.cursor(0)))
        .containsExactly(
            "1 start",
            "3 reasoning r1r2",
            "4 STRING /a:",
            "6 APPEND /a:xy",
            "7 STRING /b:",
            "8 APPEND /b:z",
            "9 SCALAR /c:1",
            "10 SCALAR /d:2",
            "11 follow-up f1",
            "12 follow-up f2",
            "13 end");
  }

  @Test
  void promise3_neverJoinsViolations() {
    LogEntry.Violation first = new LogEntry.Violation("/a", "too short");
    LogEntry.Violation second = new LogEntry.Violation("/a", "no word");
    log.append(STARTED);
    log.append(growth(new Place("", "a"), Increment.Kind.STRING, ""));
    log.append(first);
    log.append(second);
    log.append(growth(new Place("", "b"), Increment.Kind.SCALAR, "1"));
    log.append(COMPLETE);

    assertThat(readAll(log.cursor(2)).subList(0, 2))
        .containsExactly(new LogSlice.Violation(3, first), new LogSlice.Violation(4, second));
    assertThat(told(log.cursor(4))).containsExactly("5 SCALAR /b:1", "6 end");
  }

  @Test
  void promise3_readsExactlyFromAnyPositionHoweverItWasJoinedBefore() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    log.append(STARTED);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String piece = "<" + i + "é\"\n😀>";
      all.append(piece);
      log.append(new LogEntry.Text(piece));
    }
    log.append(COMPLETE);

    for (int after = 1; after < 500; after += 1 + random.nextInt(20)) {
      StringBuilder rest = new StringBuilder();
      long previous = after;
      Cursor cursor = log.cursor(after);
      for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
        assertThat(slice.position()).as("seed %s", seed).isGreaterThan(previous);
        previous = slice.position();
        if (slice instanceof LogSlice.Text text) {
          rest.append(text.escaped());
        }
      }
      String expected = all.substring(all.indexOf("<" + (after - 1) + "é"));
      assertThat(rest.toString())
          .as("seed %s, after %s", seed, after)
          .isEqualTo(expected.replace("\"", "\\\"").replace("\n", "\\n"));
    }
  }

  @Test
  void promise3_joinsToNoMoreThanTheNamedLimit() {
    log.append(STARTED);
    String piece = "x".repeat(1000);
    for (int i = 0; i < 200; i++) {
      log.append(new LogEntry.Text(piece));
    }
    log.append(COMPLETE);

    int total = 0;
    Cursor cursor = log.cursor(1);
    for (LogSlice slice = cursor.next();
        slice instanceof LogSlice.Text text;
        slice = cursor.next()) {
      assertThat(text.escaped().length()).isLessThanOrEqualTo(StreamLog.MAX_JOINED_BYTES);
      total += text.escaped().length();
    }
    assertThat(total).isEqualTo(200_000);
  }

  @Test
  void promise4_keepsTheFirstEndAndDropsWhatComesLater() {
    log.append(STARTED);
    assertThat(log.append(CANCELLED)).isTrue();
    assertThat(log.append(COMPLETE)).isFalse();
    assertThat(log.append(new LogEntry.Text("late"))).isFalse();

    assertThat(log.ended()).isEqualTo(CANCELLED);
    assertThat(log.length()).isEqualTo(2);
  }

  @Test
  void promise4_oneOfManyRacingEndsWins() throws Exception {
    int racers = 8;
    ExecutorService pool = Executors.newFixedThreadPool(racers);
    try {
      for (int round = 0; round < 200; round++) {
        StreamLog raced = new StreamLog("raced", new LogMemory(Long.MAX_VALUE));
        raced.append(STARTED);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Boolean>> won = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
          LogEntry.Ended end = LogEntry.Failed.of(ErrorCode.UPSTREAM_ERROR, "racer " + i);
          won.add(
              pool.submit(
                  () -> {
                    go.await();
                    return raced.append(end);
                  }));
        }
        go.countDown();
        int winners = 0;
        for (Future<Boolean> racer : won) {
          winners += racer.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        assertThat(raced.length()).isEqualTo(2);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void promise5_wakesAReaderOnlyWhenTheEntryCanBeRead() {
    log.append(STARTED);
    Cursor cursor = log.cursor(1);
    List<LogSlice> seen = new ArrayList<>();
    assertThat(cursor.next()).isNull();
    assertThat(cursor.await(() -> seen.add(cursor.next()))).isTrue();

    log.append(new LogEntry.Text("a"));

    assertThat(seen).hasSize(1).first().isInstanceOf(LogSlice.Text.class);
  }

  @Test
  void wakesAWaitingReaderOnce() {
    log.append(STARTED);
    AtomicInteger woken = new AtomicInteger();
    log.cursor(1).await(woken::incrementAndGet);
    log.append(new LogEntry.Text("a"));
    log.append(new LogEntry.Text("b"));
    assertThat(woken).hasValue(1);
  }

  @Test
  void wakesNoReaderThatHasGone() {
    log.append(STARTED);
    AtomicInteger woken = new AtomicInteger();
    Cursor cursor = log.cursor(1);
    Runnable wake = woken::incrementAndGet;
    cursor.await(wake);
    cursor.forget(wake);
    log.append(new LogEntry.Text("a"));
    assertThat(woken).hasValue(0);
  }

  @Test
  void doesNotLetAReaderWaitForWhatIsThere() {
    log.append(STARTED);
    assertThat(log.cursor(0).await(() -> {})).isFalse();
  }

  @Test
  void aReaderLosesNothingWhileAnotherThreadAppends() throws Exception {
    int entries = 20_000;
    log.append(STARTED);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> producer =
          pool.submit(
              () -> {
                for (int i = 0; i < entries; i++) {
                  log.append(new LogEntry.Text(i + ","));
                }
                log.append(COMPLETE);
              });
      StringBuilder read = new StringBuilder();
      Cursor cursor = log.cursor(1);
      boolean end = false;
      while (!end) {
        LogSlice slice = cursor.next();
        if (slice instanceof LogSlice.Text text) {
          read.append(text.escaped());
        } else if (slice instanceof LogSlice.End) {
          end = true;
        } else {
          CountDownLatch woken = new CountDownLatch(1);
          if (cursor.await(woken::countDown)) {
            woken.await();
          }
        }
      }
      producer.get();
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < entries; i++) {
        expected.append(i).append(',');
      }
      assertThat(read.toString()).isEqualTo(expected.toString());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void givesTheAnswerBackAsItWasSaid() {
    log.append(STARTED);
    log.append(new LogEntry.Reasoning("not this"));
    log.append(new LogEntry.Text("a\"b\\\n\u0001"));
    log.append(new LogEntry.Text("科技😀"));
    assertThat(LogAccess.answer(log)).isEqualTo("a\"b\\\n\u0001科技😀");
  }

  private static LogEntry growth(Place place, Increment.Kind kind, String text) {
    return new LogEntry.Growth(new Increment(place, kind, text));
  }

  private static List<LogSlice> readAll(Cursor cursor) {
    List<LogSlice> slices = new ArrayList<>();
    for (LogSlice slice = cursor.next(); slice != null; slice = cursor.next()) {
      slices.add(slice);
    }
    return slices;
  }

  private static List<String> told(Cursor cursor) {
    return readAll(cursor).stream().map(StreamLogTest::told).toList();
  }

  private static String told(LogSlice slice) {
    String what;
    if (slice instanceof LogSlice.Text text) {
      what = "text " + text.escaped();
    } else if (slice instanceof LogSlice.Reasoning reasoning) {
      what = "reasoning " + reasoning.escaped();
    } else if (slice instanceof LogSlice.FollowUp followUp) {
      what = "follow-up " + followUp.escaped();
    } else if (slice instanceof LogSlice.Growth growth) {
      Place place = growth.place();
      what = growth.kind() + " " + place.path() + "/" + place.member() + ":" + growth.json();
    } else {
      what = slice instanceof LogSlice.Start ? "start" : "end";
    }
    return slice.position() + " " + what;
  }
}
