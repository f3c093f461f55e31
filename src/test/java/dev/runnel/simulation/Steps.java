package dev.runnel.simulation;

import dev.runnel.completion.KeyReusedException;
import dev.runnel.completion.RefusedException;
import dev.runnel.completion.Start;
import dev.runnel.web.FakeRequest;
import dev.runnel.web.LastEventId;
import dev.runnel.web.ProblemException;
import dev.runnel.web.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What can happen next, and what must come of it. */
final class Steps {

  /** The attribute of a request that names its stream ends so. */
  private static final String STREAM_ATTRIBUTE = ".stream";

  private static final int MAX_CLIENTS = 14;
  private static final String LOCAL = "127.0.0.1";
  private static final List<String> ADDRESSES = List.of(LOCAL, "203.0.113.1", "203.0.113.2");
  private static final String UNKNOWN = "never-known-of-stream0";

  private static final List<Duration> TIMES =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(25),
          Duration.ofMillis(250),
          Duration.ofMillis(1_001),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(31));

  /** What a key stands for. */
  private record Known(int body, Watched stream) {}

  private final World world;
  private final Chance chance;
  private final List<Client> clients = new ArrayList<>();
  private final Map<String, Known> keys = new HashMap<>();

  /** Keys that somebody is just starting something by: another thread would have to wait. */
  private final Set<String> keysInUse = new HashSet<>();

  /** Clients whose request is under way: each has one connection at a time. */
  private final Set<Client> comingBack = new HashSet<>();

  Steps(World world) {
    this.world = world;
    this.chance = world.chance();
  }

  List<Client> clients() {
    return clients;
  }

  /** Does one thing, or nothing if it cannot be done now. */
  void step() {
    int pick = chance.below(1_000);
    if (world.connections().isEmpty() || pick < 50) {
      starts();
    } else if (pick < 80) {
      opensAnotherTab();
    } else if (pick < 130) {
      comesBack();
    } else if (pick < 140) {
      asksForWhatIsNotThere();
    } else if (pick < 160) {
      isCut();
    } else if (pick < 175) {
      stops();
    } else if (pick < 225) {
      timePasses();
    } else if (pick < 230) {
      world.note("somebody appends to a log that has ended");
      if (!world.streams().isEmpty()) {
        anyStream().tryToAppend();
      }
    } else if (pick < 232) {
      serverStops();
    } else if (pick < 600) {
      modelSpeaks();
    } else if (pick < 620) {
      modelEnds();
    } else if (pick < 830) {
      runsTask();
    } else if (pick < 960) {
      completesSend(pick >= 950);
    } else {
      runsLateTimer();
    }
  }

  private Watched anyStream() {
    return chance.oneOf(world.streams());
  }

  private static <T> List<T> those(List<T> all, Predicate<T> which) {
    return all.stream().filter(which).toList();
  }

  // The model.

  private void modelSpeaks() {
    Call call = anyCall();
    if (call != null) {
      call.says();
    }
  }

  private void modelEnds() {
    Call call = anyCall();
    if (call != null) {
      call.ends();
    }
  }

  private @Nullable Call anyCall() {
    List<Call> calls = new ArrayList<>();
    for (Watched watched : world.streams()) {
      Call call = watched.call();
      if (call != null && call.maySpeak() && (watched.live() || chance.oneIn(10))) {
        calls.add(call);
      }
    }
    return calls.isEmpty() ? null : chance.oneOf(calls);
  }

  // Threads and time.

  private void runsTask() {
    if (world.tasks().waiting() > 0) {
      world.note("a thread takes a task");
      world.tasks().run(chance.below(world.tasks().waiting()));
    }
  }

  private void runsLateTimer() {
    if (world.timers().late() > 0) {
      world.note("a timer that is late runs");
      world.timers().runLate(chance.below(world.timers().late()));
    }
  }

  private void timePasses() {
    Duration time = chance.oneIn(20) ? world.retention() : chance.oneOf(TIMES);
    world.note(time + " passes");
    world.pass(time);
  }

  // Clients.

  private void completesSend(boolean fails) {
    List<Connection> pending = those(world.connections(), Connection::pending);
    if (!pending.isEmpty()) {
      chance.oneOf(pending).completes(fails);
    }
  }

  private void isCut() {
    List<Connection> open =
        those(world.connections(), connection -> connection.open() && !connection.isCut());
    if (!open.isEmpty()) {
      chance.oneOf(open).cut();
    }
  }

  private void stops() {
    if (!world.streams().isEmpty()) {
      Watched watched = anyStream();
      world.note("somebody stops stream " + watched.number());
      watched.stop();
    }
  }

  private Client newClient() {
    Client client = new Client(world, clients.size() + 1);
    clients.add(client);
    return client;
  }

  private Connection connection(Client client, long after) {
    Connection connection = new Connection(world, client, world.connections().size() + 1, after);
    world.add(connection);
    return connection;
  }

  private HttpServletRequest request(Connection connection, String address, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Host", "localhost", "Content-Type", "application/json"));
    return FakeRequest.from(
        address,
        "/api/generate",
        (name, value) -> {
          if (name.endsWith(STREAM_ATTRIBUTE)) {
            world.opens(connection, value.toString());
          }
        },
        all.toArray(String[]::new));
  }

  private void opensAnotherTab() {
    if (clients.size() < MAX_CLIENTS && !world.streams().isEmpty()) {
      resume(newClient(), anyStream(), 0);
    }
  }

  private void comesBack() {
    List<Client> away =
        those(
            clients,
            client ->
                client.stream() != null
                    && client.connection() == null
                    && !comingBack.contains(client));
    if (!away.isEmpty()) {
      Client client = chance.oneOf(away);
      if (chance.oneIn(3)) {
        client.goesBack();
      }
      comesBack(client);
    }
  }

  /** A client reads on where it is; false if there is nothing more to read. */
  boolean comesBack(Client client) {
    Watched watched = client.stream();
    return watched != null && resume(client, watched, client.lastPosition());
  }

  private boolean resume(Client client, Watched watched, long after) {
    boolean known = world.completions().find(watched.id()).isPresent();
    long length = watched.log().length();
    world.note(
        "client " + client.number() + " reads stream " + watched.number() + " after " + after);
    if (known && !watched.live() && after == length) {
      world.note("204");
      world.reached(Corner.NOTHING_LEFT);
      return false;
    }
    Connection connection = connection(client, after);
    comingBack.add(client);
    int status = problem(connection, watched.id(), after);
    comingBack.remove(client);
    if (status == 200) {
      world.reached(Corner.CAME_BACK);
      world.require(known, "a stream is resumed as long as it is known");
      return true;
    }
    requireGone(watched, known, status);
    return false;
  }

  /** It was not known, or went before the client was counted: then it does not come again. */
  private void requireGone(@Nullable Watched watched, boolean known, int status) {
    world.note("" + status);
    world.reached(known ? Corner.GONE_AS_IT_CAME : Corner.GONE);
    world.require(
        status == 410
            && watched != null
            && (!known || watched.dropped())
            && world.completions().find(watched.id()).isEmpty(),
        "a stream that is resumed no more is gone: " + status);
  }

  /** Asks for a stream in one of the ways there are, and gives the status. */
  private int problem(Connection connection, String id, long after) {
    try {
      boolean header = chance.oneIn(2);
      HttpServletRequest request =
          header
              ? request(connection, LOCAL, "Last-Event-ID", id + "." + after)
              : request(connection, LOCAL);
      if (header && chance.oneIn(2)) {
        world.require(
            world.eventStreams().resume(connection, connection, request), "a resume is one");
      } else {
        boolean whole = chance.oneIn(2) || id.equals("none");
        String position = whole ? id + "." + after : Long.toString(after);
        LastEventId last = LastEventId.in(id, header ? null : position, request);
        world.eventStreams().resume(last, connection, connection, request);
      }
      return 200;
    } catch (ProblemException problem) {
      return problem.status();
    }
  }

  private void asksForWhatIsNotThere() {
    Connection nobody = new Connection(world, new Client(world, 0), 0, 0);
    world.require(problem(nobody, UNKNOWN, 1) == 404, "a stream that never was is not found");
    world.require(problem(nobody, "none", 1) == 400, "an id that is none is refused");
    if (!world.streams().isEmpty()) {
      Watched watched = anyStream();
      boolean known = world.completions().find(watched.id()).isPresent();
      int status = problem(nobody, watched.id(), watched.log().length() + 1);
      world.reached(status == 409 ? Corner.BEYOND_THE_END : Corner.GONE);
      world.require(
          status == (known ? 409 : 410), "nothing is read from beyond the end: " + status);
    }
  }

  // Starting and stopping.

  private void starts() {
    if (clients.size() >= MAX_CLIENTS) {
      return;
    }
    String address = chance.oneOf(ADDRESSES);
    if (chance.oneIn(3)) {
      startsByKey(address);
    } else {
      Plan plan = world.plan(chance.oneOf(world.forms()), address);
      Client client = newClient();
      Connection connection = connection(client, 0);
      world.note(address + " starts stream " + plan.number() + " as " + plan.form());
      try {
        Start start = plan.start();
        world.starts(plan);
        world.eventStreams().start(start, connection, connection, request(connection, address));
      } catch (RefusedException refused) {
        requireReason(refused, address);
      } catch (ProblemException problem) {
        requireGone(plan.watched(), true, problem.status());
      }
    }
  }

  private void startsByKey(String address) {
    String name = "key-" + chance.below(2);
    String key = address + " " + name;
    if (!keysInUse.add(key)) {
      return;
    }
    int body = chance.oneIn(4) ? 1 : 0;
    // Another body is another question: of what form is part of it.
    Form form = world.forms().get((name.hashCode() + body & 7) % world.forms().size());
    Known known = keys.get(key);
    boolean taken = known != null && world.completions().find(known.stream().id()).isPresent();
    AtomicReference<Plan> asked = new AtomicReference<>();
    Client client = newClient();
    Connection connection = connection(client, 0);
    world.note(address + " sends " + name + " with body " + body + (taken ? " again" : ""));
    Supplier<Start> start =
        () -> {
          world.require(!taken, "a key that is known starts nothing");
          Plan plan = world.plan(form, address);
          asked.set(plan);
          Start made = plan.start();
          world.starts(plan);
          return made;
        };
    try {
      HttpServletRequest request = request(connection, address, "Idempotency-Key", name);
      RequestBody read =
          RequestBody.read(
              new ByteArrayInputStream(
                  ("{\"prompt\":\"" + body + "\"}").getBytes(StandardCharsets.UTF_8)),
              request);
      world.eventStreams().start(read, start, connection, connection, request);
      Watched watched = client.stream();
      if (taken && known != null) {
        world.reached(Corner.KEY_JOINED);
        world.require(
            known.stream() == watched && known.body() == body, "a known key joins its stream");
      } else if (watched != null) {
        keys.put(key, new Known(body, watched));
      }
    } catch (RefusedException refused) {
      requireReason(refused, address);
    } catch (KeyReusedException reused) {
      world.reached(Corner.KEY_REFUSED);
      world.require(
          taken && known != null && known.body() != body, "a key is refused for another body");
    } catch (ProblemException problem) {
      Plan plan = asked.get();
      Watched joined = known == null ? null : known.stream();
      requireGone(plan == null ? joined : plan.watched(), true, problem.status());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      keysInUse.remove(key);
    }
  }

  private void requireReason(RefusedException refused, String address) {
    world.note("refused: " + refused.reason());
    world.reached(
        switch (refused.reason()) {
          case STOPPING -> Corner.NONE_STARTED_WHILE_STOPPING;
          case USER_LIMIT -> Corner.USER_LIMIT;
          case CLIENT_LIMIT -> throw new IllegalStateException("so many clients do not come");
          case OVERLOADED ->
              world.isFull() ? Corner.TOO_MANY_STREAMS : Corner.NO_ROOM_FOR_A_NEW_ONE;
        });
    boolean right =
        switch (refused.reason()) {
          case STOPPING -> world.stopping();
          case USER_LIMIT -> !address.equals(LOCAL) && world.isFullFor(address);
          case CLIENT_LIMIT -> false;
          case OVERLOADED -> world.isFull() || world.hasNoRoom();
        };
    world.require(right, "a start is refused for its reason: " + refused.reason());
  }

  private void serverStops() {
    if (!world.stopping()) {
      world.note("the server is being stopped");
      world.shutDown();
    } else if (chance.oneIn(2)) {
      world.note("there are no more threads");
      world.tasks().rejectAll();
      world.timers().rejectAll();
    }
  }
}
