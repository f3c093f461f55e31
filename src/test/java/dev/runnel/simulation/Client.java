package dev.runnel.simulation;

import dev.runnel.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client with a memory: what it has of a stream, by all its connections. */
final class Client {

  /**
   * An event that arrived.
   *
   * @param position the position of its id, or 0 if it has none
   * @param data what it says
   */
  record Event(long position, JsonObject data) {}

  private final World world;
  private final int number;
  private final List<Event> events = new ArrayList<>();
  private @Nullable Watched stream;
  private @Nullable Connection connection;
  private int since;

  Client(World world, int number) {
    this.world = world;
    this.number = number;
  }

  int number() {
    return number;
  }

  @Nullable Watched stream() {
    return stream;
  }

  @Nullable Connection connection() {
    return connection;
  }

  /** It reads a stream from now on. */
  void reads(Watched watched, Connection now) {
    stream = watched;
    connection = now;
    since = events.size();
  }

  void receives(long position, JsonObject data) {
    events.add(new Event(position, data));
  }

  /** The position of the last id it has. */
  long lastPosition() {
    long last = 0;
    for (Event event : events) {
      last = Math.max(last, event.position());
    }
    return last;
  }

  /** Whether it has read its stream to the end. */
  boolean finished() {
    return stream != null
        && !events.isEmpty()
        && Wire.isTerminal(stream.plan().form(), events.get(events.size() - 1).data());
  }

  /** The connection is over. The last of what was sent on it may not have arrived. */
  void disconnected(int atMostLost) {
    connection = null;
    int lost = world.chance().below(atMostLost + 1);
    while (lost-- > 0 && events.size() > since) {
      events.remove(events.size() - 1);
    }
    verify();
  }

  /** Goes back to an earlier id, or to the beginning: what came after it is forgotten. */
  void goesBack() {
    if (world.chance().oneIn(3)) {
      events.clear();
      return;
    }
    List<Long> ids = new ArrayList<>();
    for (Event event : events) {
      if (event.position() > 0) {
        ids.add(event.position());
      }
    }
    if (!ids.isEmpty()) {
      long kept = world.chance().oneOf(ids);
      while (events.get(events.size() - 1).position() != kept) {
        events.remove(events.size() - 1);
      }
    }
  }

  /** What it has must be what the log says up to its position. */
  void verify() {
    Watched watched = stream;
    if (watched == null) {
      return;
    }
    watched.refresh();
    Form form = watched.plan().form();
    Reading has;
    try {
      has = Reading.of(form, events);
    } catch (RuntimeException e) {
      world.fail("client " + number + " cannot put its events together: " + e);
      return;
    }
    Reading log = Reading.of(watched.entries().subList(0, (int) lastPosition()));
    String difference = has.differsFrom(log, form);
    world.require(difference == null, "client " + number + " has what was sent: " + difference);
    world.require(has.ends() == (finished() ? 1 : 0), "one end, and nothing after it");
  }
}
