package dev.runnel.standin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the stand-in does with one request, step by step. A script without an ending step ends as
 * {@link #end} does. The body is chunked unless a {@code Content-Length} or {@link #untilClose}
 * says otherwise.
 */
public final class Script {

  @FunctionalInterface
  private interface Step {
    void run(StandInConnection connection) throws IOException, InterruptedException;
  }

  private static final long PAUSE_MILLIS = 10;

  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private boolean chunked = true;

  private Script(int status) {
    this.status = status;
  }

  /** A reply with a status; no headers, no body yet. */
  public static Script status(int status) {
    return new Script(status);
  }

  /** A 200 whose body is an event stream. */
  public static Script eventStream() {
    return status(200).header("Content-Type", "text/event-stream; charset=utf-8");
  }

  /** A whole reply with a JSON body. */
  public static Script json(int status, String body) {
    return text(status, "application/json", body);
  }

  /** A whole reply. */
  public static Script text(int status, String contentType, String body) {
    return status(status)
        .header("Content-Type", contentType)
        .header("Content-Length", Integer.toString(body.getBytes(UTF_8).length))
        .send(body);
  }

  /** No reply at all: the request is taken, and then nothing until the peer closes. */
  public static Script never() {
    Script script = status(0);
    script.steps.add(StandInConnection::awaitClose);
    return script;
  }

  /** These bytes in place of a head, then the end of the connection. */
  public static Script raw(String bytes) {
    Script script = status(0);
    script.steps.add(connection -> connection.writeRaw(bytes.getBytes(UTF_8)));
    return script.fin();
  }

  /** One more header. */
  public Script header(String name, String value) {
    headers.put(name, value);
    chunked &= !name.equalsIgnoreCase("Content-Length");
    return this;
  }

  /** The body ends where the connection does. */
  public Script untilClose() {
    chunked = false;
    return header("Connection", "close");
  }

  /** A piece of the body; sent at once. An empty one sends only the head. */
  public Script send(String piece) {
    return send(piece.getBytes(UTF_8));
  }

  /** A piece of the body; sent at once. */
  public Script send(byte[] piece) {
    steps.add(connection -> connection.write(this, piece));
    return this;
  }

  /** A part of the body in pieces of a size, each sent alone. */
  public Script dribble(String part, int size) {
    byte[] bytes = part.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i += size) {
      send(Arrays.copyOfRange(bytes, i, Math.min(i + size, bytes.length)));
    }
    return this;
  }

  /** A short breath, as models take between two tokens. */
  public Script pause() {
    steps.add(connection -> Thread.sleep(PAUSE_MILLIS));
    return this;
  }

  /** Waits here until the test opens the gate. */
  public Script await(Gate gate) {
    steps.add(connection -> gate.pass());
    return this;
  }

  /** The reply ends as it should; the connection stays for the next request. */
  public Script end() {
    steps.add(connection -> connection.finish(this));
    return this;
  }

  /** The connection ends, the reply may be unfinished. */
  public Script fin() {
    steps.add(StandInConnection::fin);
    return this;
  }

  /** The connection is reset. */
  public Script reset() {
    steps.add(StandInConnection::reset);
    return this;
  }

  /** Nothing more, until the peer closes. */
  public Script stall() {
    send("");
    steps.add(StandInConnection::awaitClose);
    return this;
  }

  boolean chunked() {
    return chunked;
  }

  byte[] head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    return head.append("\r\n").toString().getBytes(US_ASCII);
  }

  void play(StandInConnection connection) throws IOException, InterruptedException {
    for (Step step : steps) {
      step.run(connection);
    }
    if (connection.open()) {
      connection.finish(this);
    }
  }
}
