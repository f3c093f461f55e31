package dev.runnel.model;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provider failed. Its message is for people and holds no key, no prompt and no text of a
 * provider's body beyond the provider's own error message, cut to {@value #MAX_PROVIDER_MESSAGE}
 * characters.
 */
public final class ModelException extends Exception {

  private static final long serialVersionUID = 1;

  /** The longest part of a provider's own message that is passed on, in characters. */
  public static final int MAX_PROVIDER_MESSAGE = 300;

  /** Where a provider took too long. */
  public enum Phase {
    /** Opening the connection, the TLS handshake included. */
    CONNECT,
    /** From the request to the first byte of the reply's body. */
    FIRST_BYTE,
    /** Between two bytes of the reply. */
    IDLE,
    /** All attempts together. */
    TOTAL;

    /** The name on the wire. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final ErrorCode code;
  private final @Nullable String providerCode;
  private final @Nullable String logId;
  private final @Nullable Duration retryAfter;
  private final @Nullable Phase phase;

  private ModelException(Builder builder) {
    super(builder.message, builder.cause);
    this.code = builder.code;
    this.providerCode = builder.providerCode;
    this.logId = builder.logId;
    this.retryAfter = builder.retryAfter;
    this.phase = builder.phase;
  }

  /** Starts an exception with its code and its text for people. */
  public static Builder of(ErrorCode code, String message) {
    return new Builder(code, message);
  }

  /** Why it failed. */
  public ErrorCode code() {
    return code;
  }

  /** The provider's own code, or null. */
  public @Nullable String providerCode() {
    return providerCode;
  }

  /** The id that the provider's support asks for, or null. */
  public @Nullable String logId() {
    return logId;
  }

  /** How long the provider asks to wait, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Where the time ran out; null unless the code is {@link ErrorCode#UPSTREAM_TIMEOUT}. */
  public @Nullable Phase phase() {
    return phase;
  }

  /** The exception's text, never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.code() : message;
  }

  /** Collects what is known of a failure. */
  public static final class Builder {
    private final ErrorCode code;
    private final String message;
    private @Nullable String providerCode;
    private @Nullable String logId;
    private @Nullable Duration retryAfter;
    private @Nullable Phase phase;
    private @Nullable Throwable cause;

    private Builder(ErrorCode code, String message) {
      this.code = code;
      this.message = message;
    }

    /** The provider's own code. */
    public Builder providerCode(@Nullable String providerCode) {
      this.providerCode = providerCode;
      return this;
    }

    /** The id that the provider's support asks for. */
    public Builder logId(@Nullable String logId) {
      this.logId = logId;
      return this;
    }

    /** How long the provider asks to wait. */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /** Where the time ran out. */
    public Builder phase(Phase phase) {
      this.phase = phase;
      return this;
    }

    /** What caused it. */
    public Builder cause(Throwable cause) {
      this.cause = cause;
      return this;
    }

    /** The exception. */
    public ModelException build() {
      return new ModelException(this);
    }
  }
}
