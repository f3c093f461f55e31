package dev.runnel.simulation;

import dev.runnel.completion.Completion;
import dev.runnel.increment.DocumentFold;
import dev.runnel.increment.Prefix;
import dev.runnel.json.JsonValue;
import dev.runnel.log.LogAccess;
import dev.runnel.log.LogDroppedException;
import dev.runnel.log.LogEntry;
import dev.runnel.log.LogSlice;
import dev.runnel.log.StreamLog;
import dev.runnel.simulation.Entry.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One stream, and what its log must hold: kept beside the log and compared with it. */
final class Watched {

  private final World world;
  private final Plan plan;
  private final Completion completion;
  private final StreamLog log;
  private final int number;
  private final List<Entry> entries = new ArrayList<>();
  private final DocumentFold document = new DocumentFold();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private int followUps;
  private @Nullable Call call;
  private int readers;
  private boolean entered;
  private long desertedAt;
  private boolean stopAsked;
  private int ends;
  private int endsRead;
  private long endedAt;
  private boolean desertedLongEnough;
  private boolean othersWereKept;
  private boolean wasDropped;

  Watched(World world, Plan plan, Completion completion) {
    this.world = world;
    this.plan = plan;
    this.completion = completion;
    this.log = completion.log();
    this.number = plan.number();
  }

  int number() {
    return number;
  }

  Plan plan() {
    return plan;
  }

  Completion completion() {
    return completion;
  }

  StreamLog log() {
    return log;
  }

  String id() {
    return log.id();
  }

  @Nullable Call call() {
    return call;
  }

  List<Entry> entries() {
    return entries;
  }

  boolean live() {
    return log.ended() == null;
  }

  long endedAt() {
    return endedAt;
  }

  /** Whether its memory was given back. */
  boolean dropped() {
    return LogAccess.taken(log) == 0;
  }

  /** Nobody who reads is left without the rest, unless its room is needed. */
  void checkDropped() {
    if (!wasDropped && dropped()) {
      wasDropped = true;
      world.require(
          readers == 0 || world.memoryIsShort(), "a log that is read is dropped for room alone");
    }
  }

  /** The model is asked now. */
  void began(Call begun) {
    world.require(log.length() == 1, "the log has begun, and no more, when the model is asked");
    call = begun;
    refresh();
  }

  void entered() {
    readers++;
    entered = true;
  }

  void left() {
    readers--;
    desertedAt = world.now();
  }

  int readers() {
    return readers;
  }

  /** Whether nobody has read it for the whole of its grace. */
  private boolean deserted() {
    return entered
        && readers == 0
        && (world.rejecting() || world.now() - desertedAt >= world.graceNanos());
  }

  /** A client asks to stop it. */
  void stop() {
    LogEntry.Ended before = log.ended();
    stopAsked = true;
    LogEntry.Ended ended = completion.stop();
    world.require(
        before == null || before.equals(ended), "a stop says the same at every repeat: " + ended);
    world.require(ended.equals(log.ended()), "a stop says how it ended");
  }

  /** What is known just before the last entry can be read. */
  void onEnding() {
    ends++;
    world.require(ends == 1, "a completion ends once");
    world.require(log.ended() == null, "a listener hears of the end before it can be read");
    endedAt = world.now();
    world.ended(this);
    desertedLongEnough = deserted();
    othersWereKept = world.anyKeptBeside(this);
    // After it the log may be dropped at any time.
    refresh();
  }

  /** What is known when it can. */
  void onEnd() {
    world.require(ends == 1 && endsRead == 0, "an end is read after it was heard, and once");
    endsRead++;
    world.require(log.ended() != null, "an end can be read when its answer is");
    world.require(!dropped(), "a log is not dropped before its answer is read");
  }

  /** Reads what is new in the log. */
  void refresh() {
    long length = log.length();
    while (entries.size() < length) {
      Entry entry;
      try {
        LogSlice slice = LogAccess.entry(log, entries.size() + 1L);
        world.require(
            slice.position() == entries.size() + 1L, "an entry is numbered after the one before");
        entry = Entry.of(slice);
      } catch (LogDroppedException dropped) {
        LogEntry.Ended ended = log.ended();
        world.require(
            ended != null && entries.size() == length - 1, "only a log that ended is dropped");
        if (ended == null) {
          return;
        }
        entry = Entry.end(ended);
      }
      add(entry);
    }
    world.require(entries.size() == length, "no entry goes away");
  }

  private void add(Entry entry) {
    Kind kind = entry.kind();
    world.note("stream " + number + " entry " + (entries.size() + 1) + " " + entry);
    if (kind == Kind.VIOLATION) {
      world.reached(Corner.VIOLATION);
    }
    world.require(entries.isEmpty() == (kind == Kind.START), "the first entry is the start");
    world.require(
        entries.isEmpty() || entries.get(entries.size() - 1).kind() != Kind.END,
        "nothing follows the end");
    entries.add(entry);
    boolean structured = plan.form().structured();
    if (kind == Kind.TEXT) {
      world.require(!structured, "a structured log grows instead of having text");
      text.append(Wire.unescaped(entry.json()));
    } else if (kind == Kind.REASONING) {
      reasoning.append(Wire.unescaped(entry.json()));
    } else if (kind == Kind.FOLLOW_UP) {
      followUps++;
    } else if (kind.growth()) {
      world.require(structured, "only a structured log grows");
      document.increment(entry.increment());
    } else if (kind == Kind.END) {
      requireCause(entry);
    }
    requireSaid();
  }

  private void requireSaid() {
    Call said = call;
    if (said == null) {
      return;
    }
    if (!plan.form().structured()) {
      world.require(begins(text.toString(), said.text()), "the log has what the model said");
    }
    world.require(begins(reasoning.toString(), said.reasoning()), "the log has the reasoning");
    world.require(followUps <= said.followUps(), "the log has the follow-ups");
  }

  /** Whether a text is the beginning of another, a torn pair at its end aside. */
  private static boolean begins(String part, String whole) {
    return whole.startsWith(part)
        || (part.endsWith("\ufffd")
            && part.length() == whole.length()
            && whole.startsWith(part.substring(0, part.length() - 1)));
  }

  private void requireCause(Entry end) {
    Call said = call;
    if (said != null && end.other() instanceof LogEntry.Complete) {
      world.reached(Corner.COMPLETE);
      world.require(said.finished(), "a log is complete when the model has finished");
      requireWhole(said);
    } else if (end.other() instanceof LogEntry.Cancelled cancelled) {
      world.require(
          said == null || Objects.equals(cancelled.usage(), said.usage()),
          "what is known of the cost is kept");
      world.reached(stopAsked ? Corner.STOPPED : Corner.GRACE_OVER);
      world.require(
          stopAsked || desertedLongEnough,
          "a completion is cancelled by a stop or after its grace");
    } else if (said != null && end.other() instanceof LogEntry.Failed failed) {
      requireCause(failed, said);
    }
  }

  private void requireCause(LogEntry.Failed failed, Call said) {
    if (isOf(said, failed)) {
      world.reached(Corner.PROVIDER_FAILED);
      return;
    }
    boolean right =
        switch (failed.code()) {
          case PRODUCER_LOST -> world.stopping();
          case OVERLOADED -> world.memoryIsShort() && !othersWereKept;
          case OUTPUT_INVALID -> plan.spoilt() || (said.finished() && !said.wroteAll());
          default -> false;
        };
    world.reached(
        switch (failed.code()) {
          case PRODUCER_LOST -> Corner.LOST_BY_SHUTDOWN;
          case OVERLOADED -> Corner.GROWING_LOG_ENDED_FOR_ROOM;
          default -> Corner.OUTPUT_INVALID;
        });
    world.require(right, "a completion fails for a reason: " + failed);
  }

  /** Whether a failure is the model's own. */
  private static boolean isOf(Call said, LogEntry.Failed failed) {
    return failed.code() == said.failure() && failed.message().equals(Call.FAILED);
  }

  private void requireWhole(Call said) {
    if (plan.form().structured()) {
      JsonValue value = document.value();
      world.require(
          plan.document() != null && plan.document().equals(value),
          "a complete log has the whole document: " + value);
      return;
    }
    int missing = said.text().length() - text.length();
    world.require(
        missing == 0 && reasoning.toString().equals(said.reasoning()),
        "a complete log has all that the model said");
    world.require(
        plan.form() != Form.CHAT || followUps == said.followUps(),
        "a complete log has all follow-ups");
  }

  /** Reads the log from somewhere to somewhere and expects what a slow reading gives. */
  void probe() {
    if (dropped()) {
      return;
    }
    Chance chance = world.chance();
    int after = chance.below(entries.size() + 1);
    int upTo = chance.oneIn(2) ? Integer.MAX_VALUE : chance.below(entries.size() + 2);
    LogSlice slice = LogAccess.read(log, after, upTo);
    int readable = Math.min(entries.size(), upTo);
    if (after >= readable) {
      world.require(slice == null, "nothing is read beyond the end");
      return;
    }
    Entry expected = entries.get(after);
    int position = after + 1;
    for (Entry next = null; position < readable; position++, expected = next) {
      next = expected.joined(entries.get(position));
      if (next == null) {
        break;
      }
    }
    world.require(
        slice != null && slice.position() == position && Entry.of(slice).equals(expected),
        "a cursor joins what can be joined, and reads the same at every time: " + slice);
    if (plan.document() != null && document.value() != null) {
      world.require(Prefix.isPrefix(document.value(), plan.document()), "the document only grows");
    }
  }

  /** A log that has ended takes nothing. */
  void tryToAppend() {
    if (!live()) {
      boolean taken =
          world.chance().oneIn(2)
              ? log.append(new LogEntry.Text("late"))
              : log.end(
                  new LogEntry.Cancelled(null),
                  () -> world.require(false, "a second end"),
                  () -> world.require(false, "a second end"));
      world.require(!taken, "nothing is appended after the end");
      refresh();
    }
  }

  /** What must be true while nothing is under way. */
  void checkAtRest() {
    LogEntry.Ended ended = log.ended();
    Call said = call;
    world.require((ended == null ? 0 : 1) == ends, "an end is heard once");
    world.require(ends == endsRead, "an end that was heard is read");
    if (said == null) {
      return;
    }
    if (ended == null) {
      world.require(said.cancelled() == 0, "a live completion is not cancelled");
      world.require(!said.over(), "a completion ends when the model has said its last word");
      world.require(!deserted() || world.timersAreLate(), "nobody pays for what nobody reads");
    } else if (!said.over()) {
      world.require(said.cancelled() == 1, "the provider of an ended completion is closed");
    } else if (!said.endedUnknown()
        && (ended instanceof LogEntry.Complete
            || (ended instanceof LogEntry.Failed failed && isOf(said, failed)))) {
      world.require(said.cancelled() == 0, "a provider that has finished is not closed");
    }
  }
}
