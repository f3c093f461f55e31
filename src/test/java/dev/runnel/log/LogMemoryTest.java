package dev.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.increment.Increment;
import dev.runnel.increment.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Promise 6 of {@link StreamLog}: memory is bounded. */
class LogMemoryTest {

  private static final LogEntry.Started STARTED = new LogEntry.Started("s", null, "demo", "chat");
  private static final LogEntry.Complete COMPLETE =
      new LogEntry.Complete("stop", null, "message", "demo");
  private static final long BOUND = 100_000;

  private final LogMemory memory = new LogMemory(BOUND);
  private final Deque<StreamLog> finished = new ArrayDeque<>();

  LogMemoryTest() {
    memory.makeRoomBy(
        () -> {
          StreamLog oldest = finished.poll();
          if (oldest != null) {
            oldest.drop();
          }
          return oldest != null;
        });
  }

  @Test
  void holdsWhatLogsHoldAndGetsItBackWhenTheyAreDropped() {
    StreamLog log = open();
    long empty = memory.heldBytes();
    log.append(new LogEntry.Text("x".repeat(10_000)));
    assertThat(memory.heldBytes()).isGreaterThan(empty + 9_000);
    long grown = memory.heldBytes();
    log.append(COMPLETE);
    assertThat(memory.heldBytes()).as("an ended log keeps no spare room").isLessThan(grown);
    assertThat(memory.heldBytes()).isGreaterThan(10_000);
    log.drop();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void countsPlacesAndViolationsToo() {
    StreamLog log = open();
    long before = memory.heldBytes();
    Place place = new Place("/" + "p".repeat(1000), "m".repeat(1000));
    log.append(new LogEntry.Growth(new Increment(place, Increment.Kind.ARRAY, "")));
    long placed = memory.heldBytes();
    assertThat(placed - before).isGreaterThan(4000);
    log.append(new LogEntry.Violation("/" + "p".repeat(1000), "m".repeat(1000)));
    assertThat(memory.heldBytes() - placed).isGreaterThan(4000);
    log.append(COMPLETE);
    log.drop();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void dropsFinishedLogsOldestFirstForOneThatGrows() {
    StreamLog first = finished("a".repeat(20_000));
    StreamLog second = finished("b".repeat(20_000));
    StreamLog growing = open();
    for (int i = 0; i < 80; i++) {
      growing.append(new LogEntry.Text("c".repeat(500)));
    }
    assertThatThrownBy(() -> first.cursor(0).next()).isInstanceOf(LogDroppedException.class);
    assertThat(second.cursor(0).next()).isNotNull();
    assertThat(memory.heldBytes()).isLessThanOrEqualTo(BOUND);
  }

  @Test
  void refusesNewLogsWhenOnlyLiveOnesAreLeft() {
    StreamLog live = open();
    while (memory.heldBytes() < BOUND - 3000) {
      try {
        live.append(new LogEntry.Text("x"));
      } catch (LogFullException full) {
        break;
      }
    }
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                open();
              }
            })
        .isInstanceOf(LogFullException.class)
        .hasMessageContaining("room");
    assertThat(memory.heldBytes()).isLessThanOrEqualTo(BOUND);
  }

  @Test
  void refusesNewLogsBeforeOneThatGrows() {
    StreamLog growing = open();
    boolean refused = false;
    while (!refused) {
      growing.append(new LogEntry.Text("x".repeat(500)));
      try {
        StreamLog newcomer = open();
        newcomer.append(COMPLETE);
        newcomer.drop();
      } catch (LogFullException full) {
        refused = true;
      }
    }
    long length = growing.length();
    growing.append(new LogEntry.Text("x".repeat(500)));
    assertThat(growing.length()).as("there is room for it still").isEqualTo(length + 1);
  }

  @Test
  void usesNearlyAllTheMemoryForOneThatGrows() {
    StreamLog growing = open();
    try {
      while (true) {
        growing.append(new LogEntry.Text("x".repeat(500)));
      }
    } catch (LogFullException full) {
      assertThat(memory.heldBytes()).isGreaterThan(BOUND * 3 / 4).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void takesWhatALogNeedsHoweverLittleIsLeft() {
    for (int chars = 1_000; chars <= 2_000; chars++) {
      LogMemory small = new LogMemory(4_000);
      StreamLog log = new StreamLog("small", small);
      log.append(STARTED);
      try {
        log.append(new LogEntry.Text("x".repeat(chars)));
        while (true) {
          // Its mark alone takes room.
          log.append(new LogEntry.Text(""));
          assertThat(log.takenBytes())
              .as("entry %s after %s characters", log.length(), chars)
              .isGreaterThanOrEqualTo(log.neededBytes());
        }
      } catch (LogFullException full) {
        assertThat(small.heldBytes()).isEqualTo(log.takenBytes());
        assertThat(small.heldBytes()).isLessThanOrEqualTo(small.maxBytes());
      }
    }
  }

  @Test
  void refusesTheOneThatGrowsWhichThenStillEnds() {
    StreamLog log = open();
    assertThatThrownBy(
            () -> {
              while (true) {
                log.append(new LogEntry.Text("x".repeat(1000)));
              }
            })
        .isInstanceOf(LogFullException.class);
    long length = log.length();
    assertThat(memory.heldBytes()).isLessThanOrEqualTo(BOUND);
    assertThat(log.append(COMPLETE)).isTrue();
    assertThat(log.length()).isEqualTo(length + 1);
    assertThat(LogAccess.answer(log)).hasSize((int) (length - 1) * 1000);
  }

  @Test
  void holdsAtMostTheNamedTextOfOneAnswer() {
    StreamLog log = new StreamLog("long", new LogMemory(Long.MAX_VALUE));
    log.append(STARTED);
    String half = "科".repeat(StreamLog.MAX_TEXT_BYTES / 2 / 3);
    log.append(new LogEntry.Text(half));
    log.append(new LogEntry.Text(half));
    int left = StreamLog.MAX_TEXT_BYTES - 2 * 3 * half.length();
    assertThatThrownBy(() -> log.append(new LogEntry.Text("x".repeat(left + 1))))
        .isInstanceOf(LogFullException.class)
        .hasMessageContaining(Integer.toString(StreamLog.MAX_TEXT_BYTES));
    assertThat(log.append(new LogEntry.Text("x".repeat(left)))).isTrue();
    assertThatThrownBy(() -> log.append(new LogEntry.Text("x")))
        .isInstanceOf(LogFullException.class);
    assertThat(log.append(COMPLETE)).isTrue();
  }

  @Test
  void dropsNoLogThatLives() {
    StreamLog live = open();
    assertThatThrownBy(live::drop).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNotLetAReaderWaitForALogThatWasDropped() {
    StreamLog log = finished("a");
    Cursor cursor = log.cursor(3);
    log.drop();
    assertThat(cursor.await(() -> {})).isFalse();
    assertThatThrownBy(cursor::next).isInstanceOf(LogDroppedException.class);
  }

  private StreamLog open() {
    StreamLog log = new StreamLog("s", memory);
    log.append(STARTED);
    return log;
  }

  private StreamLog finished(String text) {
    StreamLog log = open();
    log.append(new LogEntry.Text(text));
    log.append(COMPLETE);
    finished.add(log);
    return log;
  }
}
