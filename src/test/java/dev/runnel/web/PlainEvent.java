package dev.runnel.web;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An event as it was built, without a server. */
public record PlainEvent(
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

  /** Builds one. */
  public static OutboundSseEvent.Builder builder() {
    return new Builder();
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
      return new PlainEvent(id, name, comment, type, data);
    }
  }
}
