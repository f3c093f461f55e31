package dev.runnel.web;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client whose sends complete when the test says so, or at once. Also makes the events it takes.
 */
final class RecordingSink implements SseEventSink, Sse {

  /** What was sent, as {@code id name data}, or a comment with its colon. */
  final List<String> sent = new ArrayList<>();

  final List<CompletableFuture<Object>> pending = new ArrayList<>();
  boolean completesAtOnce = true;
  boolean closed;

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
    return new Builder();
  }

  @Override
  public SseBroadcaster newBroadcaster() {
    throw new UnsupportedOperationException();
  }

  private record Event(
      @Nullable String id,
      @Nullable String name,
      @Nullable String comment,
      MediaType type,
      @Nullable Object data)
      implements OutboundSseEvent {

    @Override
    public @Nullable String getId() {
      return id;
    }

    @Override
    public @Nullable String getName() {
      return name;
    }

    @Override
    public @Nullable String getComment() {
      return comment;
    }

    @Override
    public long getReconnectDelay() {
      return -1;
    }

    @Override
    public boolean isReconnectDelaySet() {
      return false;
    }

    @Override
    public Class<?> getType() {
      return byte[].class;
    }

    @Override
    public Type getGenericType() {
      return byte[].class;
    }

    @Override
    public MediaType getMediaType() {
      return type;
    }

    @Override
    public @Nullable Object getData() {
      return data;
    }
  }

  @SuppressWarnings("rawtypes") // as the interface has them
  private static final class Builder implements OutboundSseEvent.Builder {
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String comment;
    private MediaType type = MediaType.TEXT_PLAIN_TYPE;
    private @Nullable Object data;

    @Override
    public Builder id(String id) {
      this.id = id;
      return this;
    }

    @Override
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    @Override
    public Builder mediaType(MediaType type) {
      this.type = type;
      return this;
    }

    @Override
    public Builder data(Class type, Object data) {
      this.data = data;
      return this;
    }

    @Override
    public Builder data(GenericType type, Object data) {
      this.data = data;
      return this;
    }

    @Override
    public Builder data(Object data) {
      this.data = data;
      return this;
    }

    @Override
    public Builder reconnectDelay(long milliseconds) {
      return this;
    }

    @Override
    public Builder comment(String comment) {
      this.comment = comment;
      return this;
    }

    @Override
    public OutboundSseEvent build() {
      return new Event(id, name, comment, type, data);
    }
  }
}
