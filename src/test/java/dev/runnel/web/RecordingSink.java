package dev.runnel.web;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A client whose sends complete when the test says so, or at once. Also makes the events it takes.
 */
public final class RecordingSink implements SseEventSink, Sse {

  /** What was sent, as {@code id name data}, or a comment with its colon. */
  public final List<String> sent = new CopyOnWriteArrayList<>();

  public final List<CompletableFuture<Object>> pending = new CopyOnWriteArrayList<>();
  public boolean completesAtOnce = true;
  public volatile boolean closed;

  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (event.getData() instanceof byte[] data) {
      String text = new String(data, StandardCharsets.UTF_8);
      sent.add(event.getId() + " " + event.getName() + " " + text);
    } else {
      sent.add(":" + event.getComment());
    }
    CompletableFuture<Object> stage = new CompletableFuture<>();
    if (completesAtOnce) {
      stage.complete(null);
    } else {
      pending.add(stage);
    }
    return stage;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
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
