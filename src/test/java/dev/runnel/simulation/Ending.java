package dev.runnel.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Brings a schedule to its end: all that was begun is over, and nothing of it is left. */
final class Ending {

  private static final int MAX_ROUNDS = 10_000;

  private final World world;
  private final Steps steps;

  Ending(World world, Steps steps) {
    this.world = world;
    this.steps = steps;
  }

  void run() {
    world.note("the schedule ends");
    drain();
    for (Watched watched : new ArrayList<>(world.streams())) {
      end(watched);
    }
    drain();
    closeSilently();
    world.checkOver();
    if (!world.rejecting()) {
      readToTheEnd();
      world.checkOver();
      forget();
      world.checkGone();
    }
  }

  /** Runs all there is to run, and completes every send. */
  private void drain() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (world.tasks().waiting() > 0) {
        world.tasks().run(0);
      } else if (world.timers().late() > 0) {
        world.timers().runLate(0);
      } else {
        List<Connection> pending =
            world.connections().stream().filter(Connection::pending).toList();
        if (pending.isEmpty()) {
          return;
        }
        pending.get(0).completes(false);
      }
    }
    world.fail("it does not come to rest");
  }

  /** One way or the other. */
  private void end(Watched watched) {
    Call call = watched.call();
    if (!watched.live() || call == null) {
      return;
    }
    if (watched.readers() == 0 && world.chance().oneIn(2)) {
      world.note("nobody reads stream " + watched.number());
      world.pass(Duration.ofNanos(world.graceNanos()));
    } else if (world.chance().oneIn(4)) {
      watched.stop();
    } else {
      call.ends();
    }
    drain();
    world.require(watched.readers() > 0 || !watched.live(), "a stream that nobody reads ends");
  }

  /** Whoever was cut is noticed at the end of the log, or by the next heartbeats. */
  private void closeSilently() {
    for (int i = 0; i < 2; i++) {
      world.pass(World.LONGEST_SILENCE);
      drain();
    }
    for (Connection connection : world.connections()) {
      world.require(!connection.open(), "connection " + connection.number() + " ends");
      world.require(
          connection.isClosed() || connection.pending() || connection.neverOpened(),
          "connection " + connection.number() + " is closed");
    }
  }

  /** All clients come back and have the whole in the end, as long as it is kept. */
  private void readToTheEnd() {
    for (Client client : steps.clients()) {
      if (client.connection() == null && !client.finished() && steps.comesBack(client)) {
        drain();
        Watched watched = client.stream();
        world.require(
            client.finished() || (watched != null && watched.dropped()),
            "client " + client.number() + " reads to the end");
      }
      client.verify();
    }
    closeSilently();
  }

  private void forget() {
    world.pass(world.retention());
    drain();
    world.pass(world.retention());
    drain();
  }
}
