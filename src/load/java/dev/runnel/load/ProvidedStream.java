package dev.runnel.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One stream of the provider, as it was planned and as it went. The prompt names it, so that a call
 * finds its plan through any server. For any thread.
 */
final class ProvidedStream {

  private static final String NAME_START = "[[";
  private static final String NAME_END = "]]";

  final String name;
  final Dialect dialect;
  final Plan plan;

  /** How often it was asked for. */
  final AtomicInteger calls = new AtomicInteger();

  /** How many tokens were sent. */
  final AtomicInteger sent = new AtomicInteger();

  /** When the peer closed the connection before the ending, by {@link System#nanoTime}. */
  final CompletableFuture<Long> closedByPeer = new CompletableFuture<>();

  ProvidedStream(String name, Dialect dialect, Plan plan) {
    this.name = name;
    this.dialect = dialect;
    this.plan = plan;
  }

  /** The prompt that asks for this stream. */
  String prompt() {
    return NAME_START + name + NAME_END;
  }

  /** The name in a request's body. */
  static String nameIn(String body) {
    int start = body.lastIndexOf(NAME_START);
    int end = body.indexOf(NAME_END, start);
    if (start < 0 || end < 0) {
      throw new IllegalArgumentException("the request names no stream: " + body);
    }
    return body.substring(start + NAME_START.length(), end);
  }
}
