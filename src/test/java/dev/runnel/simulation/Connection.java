package dev.runnel.simulation;

import dev.runnel.json.JsonValue.JsonObject;
import dev.runnel.simulation.Entry.Kind;
import dev.runnel.web.PlainEvent;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, as a server would show it. A send completes at once, or later, or
 * blocks its thread while others run, or fails. After a cut the server notices nothing before the
 * first or second send.
 */
final class Connection implements SseEventSink, Sse {

  private final World world;
  private final Client client;
  private final int number;
  private @Nullable Watched stream;
  private long position;
  private boolean attached;
  private boolean sending;
  private @Nullable CompletableFuture<Object> pending;
  private long sentAt;

  /** When a send was last begun or completed. */
  private long heardAt;

  private boolean blocks;
  private boolean wasStalled;
  private boolean terminal;
  private boolean failed;
  private boolean cut;
  private int sendsBeforeNoticed;
  private boolean left;
  private boolean closed;

  Connection(World world, Client client, int number, long after) {
    this.world = world;
    this.client = client;
    this.number = number;
    this.position = after;
  }

  int number() {
    return number;
  }

  Client client() {
    return client;
  }

  @Nullable Watched stream() {
    return stream;
  }

  /** The server counts it as a reader. */
  void opens(Watched watched) {
    stream = watched;
    client.reads(watched, this);
    attached = true;
    heardAt = world.now();
    watched.entered();
    world.require(!watched.dropped(), "a client that is let in finds the log");
  }

  /** Whether the server never counted it as a reader. */
  boolean neverOpened() {
    return !attached;
  }

  boolean open() {
    return attached && !left;
  }

  /** Whether a send is under way that has returned. */
  boolean pending() {
    return pending != null;
  }

  /** Whether a thread has been in a send for so long. */
  boolean blocksSince(Duration time) {
    return blocks && world.now() - sentAt >= time.toNanos();
  }

  boolean isCut() {
    return cut;
  }

  /** The network loses it. */
  void cut() {
    world.note("connection " + number + " of client " + client.number() + " is cut");
    cut = true;
    sendsBeforeNoticed = world.chance().below(2);
    if (client.connection() == this) {
      client.disconnected(2);
    }
  }

  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    world.require(!sending, "one send is under way for a client");
    if (closed) {
      throw new IllegalStateException("closed");
    }
    world.require(!terminal, "nothing is sent after the end");
    sentAt = world.now();
    heardAt = sentAt;
    if (event.getData() instanceof byte[] data) {
      takes(event, new String(data, StandardCharsets.UTF_8));
    } else {
      world.note("connection " + number + " sends a comment");
      world.reached(Corner.COMMENT);
    }
    CompletableFuture<Object> sent = new CompletableFuture<>();
    int how = world.mayInterleave() ? world.chance().below(10) : 0;
    if (how >= 7 || (!world.mayInterleave() && cut && world.chance().oneIn(2))) {
      sending = true;
      pending = sent;
      return sent;
    }
    if (how >= 5) {
      sending = true;
      blocks = true;
      world.interleave("while a send blocks", 1);
      blocks = false;
      wasStalled |= stalled();
      heardAt = world.now();
      sending = false;
    }
    if (fails()) {
      failed();
      if (world.chance().oneIn(2)) {
        throw new IllegalStateException("broken pipe");
      }
      sent.completeExceptionally(new IOException("broken pipe"));
    } else {
      sent.complete("sent");
    }
    return sent;
  }

  private boolean fails() {
    return cut ? sendsBeforeNoticed-- <= 0 : world.mayInterleave() && world.chance().oneIn(60);
  }

  private void failed() {
    world.note("connection " + number + ": the send fails");
    failed = true;
    world.reached(Corner.SEND_FAILED);
    if (client.connection() == this) {
      client.disconnected(1);
    }
  }

  /** A send that is under way is over. */
  void completes(boolean wantsFailure) {
    CompletableFuture<Object> sent = pending;
    if (sent == null) {
      return;
    }
    wasStalled |= stalled();
    heardAt = world.now();
    pending = null;
    sending = false;
    if (wantsFailure || fails()) {
      failed();
      sent.completeExceptionally(new IOException("broken pipe"));
    } else {
      world.note("connection " + number + ": the send is over");
      sent.complete("sent");
    }
  }

  private boolean stalled() {
    return world.now() - sentAt >= World.WRITE_LIMIT.toNanos();
  }

  /** Checks what is sent, and gives it to the client if the network still does. */
  private void takes(OutboundSseEvent event, String data) {
    Watched watched = stream;
    if (watched == null) {
      world.fail("something is sent before the stream is known");
      return;
    }
    watched.refresh();
    Form form = watched.plan().form();
    JsonObject parsed = Wire.parse(data);
    String id = event.getId();
    long next = 0;
    world.note("connection " + number + " sends " + id(id) + (data.length() > 90 ? "…" : data));
    if (id == null) {
      world.reached(Corner.PATCH_WITHOUT_ID);
      world.require(form == Form.JSON_PATCH && Wire.isPatch(parsed), "an event has an id: " + data);
    } else {
      next = position(id, watched);
      world.require(next > position, "ids increase: " + next + " after " + position);
      world.require(next <= watched.log().length(), "an entry is in the log before it is sent");
      List<Entry> told = watched.entries().subList((int) position, (int) next);
      if (told.size() > 1 && !Wire.isPatch(parsed)) {
        world.reached(Corner.ENTRIES_JOINED);
      }
      String wrong = Wire.wrong(form, told, event.getName(), parsed);
      world.require(wrong == null, "an event tells its entries: " + wrong);
      position = next;
      terminal = watched.entries().get((int) next - 1).kind() == Kind.END;
    }
    if (client.connection() == this && !cut) {
      client.receives(next, parsed);
      if (terminal) {
        client.verify();
      }
    }
  }

  private static String id(@Nullable String id) {
    return id == null ? "" : id.substring(id.indexOf('.')) + " ";
  }

  private long position(String id, Watched watched) {
    world.require(id.startsWith(watched.id() + "."), "an id names its stream: " + id);
    return Long.parseLong(id.substring(id.indexOf('.') + 1));
  }

  /** What must be true while nothing is under way and no task waits. */
  void checkAtRest() {
    world.require(
        !left || closed || pending(), "connection " + number + ", which was left, is closed");
    Watched watched = stream;
    if (watched == null || !open()) {
      return;
    }
    boolean calm = !world.stopping() && world.wasAtRest(World.LONGEST_SILENCE);
    if (pending()) {
      world.require(
          !calm || world.now() - sentAt < World.LONGEST_SEND.toNanos(),
          "connection " + number + " is given up when it takes nothing");
      return;
    }
    world.require(!terminal, "a connection is closed after the end");
    world.require(
        watched.dropped()
            || !watched.live()
            || position == watched.log().length()
            || holds(watched),
        "connection " + number + " has all there is, or is about to");
    world.require(
        watched.live() || watched.dropped(), "connection " + number + " gets the end of its log");
    world.require(
        !calm || world.now() - heardAt < World.LONGEST_SILENCE.toNanos(),
        "connection " + number + " hears something at every heartbeat");
  }

  /** Whether what it has not been told is growth that its form may hold back. */
  private boolean holds(Watched watched) {
    return watched.plan().form() == Form.JSON_PATCH
        && watched.entries().subList((int) position, watched.entries().size()).stream()
            .allMatch(entry -> entry.kind().growth());
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Some servers hold up who closes while a send is under way. */
  @Override
  public void close() {
    world.require(!closed, "a connection is closed once");
    world.require(!sending, "a connection is closed when nothing is under way");
    world.note("connection " + number + " is closed");
    closed = true;
  }

  /** The server writes to it no more: it is closed, or will be by who is at it now. */
  void left() {
    world.require(!left, "a client is left once");
    left = true;
    boolean dropped = stream != null && stream.dropped();
    world.require(
        (terminal && !sending)
            || failed
            || wasStalled
            || (pending() && stalled())
            || dropped
            || world.hurried()
            || world.rejecting(),
        "a client is left for a reason");
    if (pending() && stalled()) {
      world.reached(Corner.CLIENT_GIVEN_UP);
    } else if (dropped && !terminal && !failed) {
      world.reached(Corner.DROPPED_UNDER_A_READER);
    }
    if (stream != null && attached) {
      stream.left();
    }
    if (client.connection() == this) {
      client.disconnected(pending() ? 1 : 0);
    }
  }

  @Override
  public OutboundSseEvent.Builder newEventBuilder() {
    return PlainEvent.builder();
  }

  @Override
  public SseBroadcaster newBroadcaster() {
    throw new UnsupportedOperationException();
  }
}
