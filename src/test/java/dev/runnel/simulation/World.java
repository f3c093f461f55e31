package dev.runnel.simulation;

import dev.runnel.completion.CompletionAccess;
import dev.runnel.completion.Completions;
import dev.runnel.config.CompletionSettings;
import dev.runnel.config.StreamSettings;
import dev.runnel.config.Threads;
import dev.runnel.log.LogAccess;
import dev.runnel.log.LogMemory;
import dev.runnel.web.Dialect;
import dev.runnel.web.EventStreams;
import dev.runnel.web.WebAccess;
import dev.runnel.web.chat.ChatAccess;
import dev.runnel.web.structured.StructuredAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of the product without a server: its parts, those that use it, and what must be true of
 * them at any time.
 */
final class World {

  static final Duration HEARTBEAT = Duration.ofSeconds(2);
  static final Duration WRITE_LIMIT = Duration.ofSeconds(30);

  /** A client that nothing else is sent to hears something before so much time has passed. */
  static final Duration LONGEST_SILENCE = HEARTBEAT.plus(HEARTBEAT.dividedBy(8));

  /** A client that takes nothing is given up before so much time has passed. */
  static final Duration LONGEST_SEND = WRITE_LIMIT.plus(HEARTBEAT.dividedBy(8));

  /** A writer that is held up for so long has moved to the slow lane. */
  private static final Duration HELD_UP = Duration.ofMillis(250);

  /** What an empty log takes, in bytes. */
  private static final int EMPTY_LOG_BYTES = 2048 + 512 + 32 * Long.BYTES;

  /** Threads that overtake one another, at the most. */
  private static final int MAX_DEPTH = 3;

  /** A thread is overtaken at one of so many places, on average. */
  private static final int OVERTAKEN = 12;

  /** A client that comes is overtaken in one of so many cases. */
  private static final int OVERTAKEN_AS_IT_COMES = 4;

  private final Errors errors;
  private final Chance chance;
  private final Trace trace = new Trace();
  private final Timers timers = new Timers(this);
  private final Tasks tasks = new Tasks(this);
  private final CompletionSettings settings;
  private final boolean memoryIsShort;
  private final List<Form> forms;
  private final int fastWidth;
  private final int slowWidth;
  private final Completions completions;
  private final LogMemory memory;
  private final WebAccess web;
  private final Steps steps;
  private final Observed observed = new Observed(this);
  private final List<Watched> streams = new ArrayList<>();
  private final List<Watched> inOrderOfEnd = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Set<Corner> reached = EnumSet.noneOf(Corner.class);
  private final List<Plan> plans = new ArrayList<>();

  /** The addresses of those who were admitted and whose streams are not known yet. */
  private final List<String> admitted = new ArrayList<>();

  private @Nullable Plan starting;
  private String lastId = "";
  private int ids;
  private int depth;
  private boolean stopping;
  private boolean hurried;
  private boolean settling;
  private @Nullable String failure;

  /** When time passed for the last time while a task waited or a timer was late. */
  private long busyAt;

  World(long seed, Errors errors) {
    this.errors = errors;
    chance = new Chance(seed);
    memoryIsShort = chance.oneIn(3);
    settings =
        new CompletionSettings(
            chance.between(2, 6),
            chance.between(1, 3),
            chance.oneOf(List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10))),
            chance.oneOf(List.of(Duration.ofSeconds(5), Duration.ofMinutes(1))),
            memoryIsShort ? chance.between(EMPTY_LOG_BYTES, 5 * EMPTY_LOG_BYTES) : 1L << 24);
    forms =
        chance.oneIn(5)
            // The one form with a state to lose.
            ? List.of(Form.JSON_PATCH)
            : List.of(Form.values());
    fastWidth = chance.between(1, 3);
    slowWidth = chance.between(1, 2);
    Threads threads = new Threads(tasks, timers, timers::nanoTime);
    completions =
        CompletionAccess.completions(
            new SimulatedModel(this), settings, threads, List.of(observed), this::nextId);
    memory = CompletionAccess.memory(completions);
    web =
        new WebAccess(
            completions,
            dialects(),
            threads,
            new StreamSettings(HEARTBEAT, WRITE_LIMIT, Duration.ZERO),
            fastWidth,
            slowWidth,
            sink -> ((Connection) sink).left());
    steps = new Steps(this);
    note("world " + settings + ", lanes " + fastWidth + " and " + slowWidth);
  }

  private List<Dialect> dialects() {
    List<Dialect> all = new ArrayList<>(StructuredAccess.dialects());
    all.add(ChatAccess.dialect());
    return all.stream()
        .map(
            dialect ->
                new Dialect(
                    dialect.name(),
                    completion -> {
                      interleave("before a client is counted", OVERTAKEN_AS_IT_COMES);
                      return new InterruptedEncoder(this, dialect.encoders().apply(completion));
                    }))
        .toList();
  }

  // What a schedule does with it.

  /** Lives through a schedule, to its end. Throws at the first promise that does not hold. */
  void run() {
    try {
      int length = chance.between(20, 160);
      for (int i = 0; i < length && failure == null; i++) {
        steps.step();
        check();
      }
      settling = true;
      if (failure == null) {
        new Ending(this, steps).run();
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
    if (failure != null) {
      throw new AssertionError(failure + "\n" + trace);
    }
  }

  Trace trace() {
    return trace;
  }

  Chance chance() {
    return chance;
  }

  Timers timers() {
    return timers;
  }

  Tasks tasks() {
    return tasks;
  }

  Completions completions() {
    return completions;
  }

  EventStreams eventStreams() {
    return web.streams();
  }

  List<Watched> streams() {
    return streams;
  }

  List<Connection> connections() {
    return connections;
  }

  long now() {
    return timers.nanoTime();
  }

  long graceNanos() {
    return settings.resumeGrace().toNanos();
  }

  Duration retention() {
    return settings.retention();
  }

  boolean memoryIsShort() {
    return memoryIsShort;
  }

  /** The forms that are asked for. */
  List<Form> forms() {
    return forms;
  }

  boolean timersAreLate() {
    return timers.late() > 0;
  }

  /** Time passes, also for what waits. */
  void pass(Duration time) {
    boolean busy = isBusy() || depth > 0;
    boolean waited = web.waiting() > 0;
    timers.advance(time);
    if (busy || isBusy()) {
      busyAt = now();
    }
    if (waited && !rejecting() && timers.late() == 0 && time.compareTo(HELD_UP) >= 0) {
      long heldUp =
          connections.stream().filter(connection -> connection.blocksSince(HELD_UP)).count();
      require(
          web.waiting() == 0 || heldUp <= web.slow() || web.slow() == slowWidth,
          "none waits for one that is held up while the slow lane has a place");
    }
  }

  private boolean isBusy() {
    return tasks.waiting() > 0 || timers.late() > 0;
  }

  /** Whether threads and timers were to be had, and nothing waited, for so long. */
  boolean wasAtRest(Duration time) {
    return now() - busyAt >= time.toNanos();
  }

  /** Whether the server is being stopped. */
  boolean stopping() {
    return stopping;
  }

  /** Whether clients are left for the reason that the server stops. */
  boolean hurried() {
    return hurried;
  }

  /** Whether no thread can be had any more. */
  boolean rejecting() {
    return tasks.rejects();
  }

  int depth() {
    return depth;
  }

  void note(String what) {
    trace.add(depth, what);
  }

  /** The schedule came through it. */
  void reached(Corner corner) {
    reached.add(corner);
  }

  Set<Corner> reached() {
    return reached;
  }

  void require(boolean promise, String words) {
    if (!promise) {
      fail("does not hold: " + words);
    }
  }

  /** Remembers the first failure. It is not thrown: the product would catch it. */
  void fail(String words) {
    if (failure == null) {
      failure = words;
      note("FAILED: " + words);
    }
  }

  private void failed(Throwable thrown) {
    StringBuilder words = new StringBuilder("thrown: " + thrown);
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (words.length() < 4_000) {
        words.append("\n    at ").append(element);
      }
    }
    fail(words.toString());
  }

  // What overtakes what.

  /** Whether another thread can come between now. */
  boolean mayInterleave() {
    return !settling && depth < MAX_DEPTH && failure == null;
  }

  /** A place where a thread holds no lock: others may come between. */
  void interleave(String where) {
    interleave(where, OVERTAKEN);
  }

  /** A place where others come between in one of so many cases. */
  void interleave(String where, int cases) {
    if (mayInterleave() && chance.oneIn(cases)) {
      interleave(
          where,
          () -> {
            for (int i = chance.between(1, 3); i > 0 && failure == null; i--) {
              steps.step();
              checkAlways();
            }
          });
    }
  }

  /** Something else runs in the middle of what runs. */
  void interleave(String where, Runnable other) {
    note("(" + where);
    depth++;
    if (depth == 2) {
      reached(Corner.OVERTAKEN_TWICE);
    }
    try {
      other.run();
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      depth--;
    }
    note(")");
  }

  // What the product asks of it.

  private String nextId() {
    String address = Objects.requireNonNull(starting).address();
    admitted.add(address);
    interleave("before a stream has its id");
    admitted.remove(address);
    ids++;
    lastId = "stream-%015d".formatted(ids);
    return lastId;
  }

  /** The model is asked for a plan's answer. */
  Watched asked(String name) {
    for (Plan plan : plans) {
      if (plan.name().equals(name)) {
        return plan.watched(completions.find(lastId).orElseThrow());
      }
    }
    throw new IllegalStateException("nobody asked for " + name);
  }

  void add(Watched watched) {
    streams.add(watched);
  }

  void ended(Watched watched) {
    inOrderOfEnd.add(watched);
  }

  // What the steps ask of it.

  Plan plan(Form form, String address) {
    Plan plan = new Plan(this, plans.size() + 1, form, address);
    plans.add(plan);
    return plan;
  }

  /** A plan is about to be started. */
  void starts(Plan plan) {
    starting = plan;
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  /** The product has counted a connection, says of which stream, and is about to write to it. */
  void opens(Connection connection, String id) {
    for (Watched watched : streams) {
      if (watched.id().equals(id)) {
        connection.opens(watched);
        return;
      }
    }
    fail("a client is told of a stream that nobody knows: " + id);
  }

  void shutDown() {
    stopping = true;
    if (chance.oneIn(2)) {
      note("in a hurry");
      hurried = true;
      reached(Corner.DRAINED_IN_A_HURRY);
      // So that it waits for none.
      Thread.currentThread().interrupt();
      web.streams().drain();
      Thread.interrupted();
    }
    CompletionAccess.shutDown(completions);
    web.stop();
  }

  /** Those of an address that have not ended, and that are about to begin. */
  int live(@Nullable String address) {
    int live = 0;
    for (Watched watched : streams) {
      if (watched.live() && (address == null || address.equals(watched.plan().address()))) {
        live++;
      }
    }
    for (String other : admitted) {
      if (address == null || address.equals(other)) {
        live++;
      }
    }
    return live;
  }

  boolean isFull() {
    return live(null) >= settings.maxStreams();
  }

  boolean isFullFor(String address) {
    return live(address) >= settings.maxStreamsPerUser();
  }

  /** Whether the memory has no room for one more log, and nothing that could go. */
  boolean hasNoRoom() {
    return CompletionAccess.kept(completions) == 0
        && memory.heldBytes() + EMPTY_LOG_BYTES > memory.maxBytesForNew();
  }

  /** Whether a finished log could have gone to make room. */
  boolean anyKeptBeside(Watched ending) {
    return streams.stream()
        .anyMatch(watched -> watched != ending && !watched.live() && !watched.dropped());
  }

  // What must be true.

  /** All that holds when nothing is under way. */
  private void check() {
    checkAlways();
    int live = 0;
    for (Watched watched : streams) {
      watched.refresh();
      watched.checkAtRest();
      live += watched.live() ? 1 : 0;
      boolean known = completions.find(watched.id()).isPresent();
      require(known || !watched.live(), "a live stream is known");
      require(known || completions.expired(watched.id()), "a stream that is gone was there");
      require(!known || !watched.dropped(), "a stream that is known can be read");
      require(
          known || watched.dropped() || now() - watched.endedAt() >= retention().toNanos(),
          "a stream is known for its retention, or until its room is needed");
    }
    require(completions.live() == live, "a place for each live stream, and no more");
    require(observed.live() == live, "observers hear of each start and each end");
    require(completions.liveCompletions().size() == live, "each live stream is listed");
    require(!stopping || live == 0, "nothing lives on when the server is stopped");
    long open = connections.stream().filter(Connection::open).count();
    require(web.writers() == open, "a writer for each client that reads, and no more");
    if (!streams.isEmpty()) {
      chance.oneOf(streams).probe();
    }
    if (tasks.waiting() == 0) {
      require(web.waiting() == 0, "a writer that waits for a place gets one");
      require(web.fast() == 0 && web.slow() == 0, "a place in a lane is given back");
      if (timers.late() == 0) {
        connections.forEach(Connection::checkAtRest);
      }
    }
  }

  /** All that holds also while others are under way. */
  private void checkAlways() {
    long held = 0;
    boolean earlierIsHeld = false;
    for (Watched watched : inOrderOfEnd) {
      boolean due = now() - watched.endedAt() >= retention().toNanos();
      require(
          !(watched.dropped() && earlierIsHeld) || due, "those that ended first are dropped first");
      earlierIsHeld |= !watched.dropped();
      if (watched.dropped() && !due) {
        reached(Corner.DROPPED_FOR_ROOM);
      }
    }
    for (Watched watched : streams) {
      watched.checkDropped();
      long taken = LogAccess.taken(watched.log());
      held += taken;
      long needed = LogAccess.needed(watched.log());
      require(
          watched.live() ? taken >= needed : taken == needed,
          "a log takes what it needs: " + taken + " for " + needed);
    }
    require(memory.heldBytes() == held, "the memory is what the logs hold: " + held);
    require(
        held <= memory.maxBytes() + (long) Long.BYTES * inOrderOfEnd.size(),
        "the memory is bounded, the marks of ends aside: " + held);
    require(completions.live() <= settings.maxStreams(), "live streams are limited");
    if (web.waiting() > 0) {
      reached(Corner.WAITED_FOR_A_LANE);
    }
    if (web.slow() > 0) {
      reached(Corner.IN_THE_SLOW_LANE);
    }
    require(web.fast() <= fastWidth && web.slow() <= slowWidth, "no lane is too wide");
    String error = errors.take();
    require(error == null, "nothing is logged as an error: " + error);
  }

  /** All that holds when all is over. */
  void checkOver() {
    check();
    require(completions.live() == 0, "nothing lives");
    require(web.writers() == 0, "no writer is left");
    require(tasks.waiting() == 0 && timers.late() == 0, "no task is left");
    require(rejecting() || timers.pending() <= 1, "no timer is left but that of the retention");
  }

  /** All that holds when nothing is kept any more. */
  void checkGone() {
    require(CompletionAccess.kept(completions) == 0, "nothing is kept after its retention");
    require(CompletionAccess.knownKeys(completions) == 0, "no key is kept after its stream");
    require(memory.heldBytes() == 0, "no memory is held: " + memory.heldBytes());
    require(timers.pending() == 0, "no timer is left");
    require(
        streams.stream().allMatch(watched -> completions.find(watched.id()).isEmpty()),
        "no stream is known");
  }
}
