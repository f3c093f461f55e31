package dev.runnel.model;

import java.util.Locale;

/** Why a completion failed: a closed set, told to clients by its {@link #code()}. */
public enum ErrorCode {
  /** The provider does not accept the key (401). */
  UPSTREAM_AUTH(false),
  /** The key may not do this (403). */
  UPSTREAM_FORBIDDEN(false),
  /** The provider does not know the model, the bot or the path (404). */
  UPSTREAM_NOT_FOUND(false),
  /** The provider refuses the request (any other 4xx, or a redirect, which is never followed). */
  UPSTREAM_REJECTED(false),
  /** Too many requests, or a quota is used up (429). */
  UPSTREAM_RATE_LIMITED(true),
  /** The provider is down or cannot be reached (5xx, refused, DNS). */
  UPSTREAM_UNAVAILABLE(true),
  /** The provider took too long; the phase says where. */
  UPSTREAM_TIMEOUT(true),
  /** The reply ended without its protocol's end. */
  UPSTREAM_TRUNCATED(true),
  /** The provider's wire is broken: event stream, JSON, content type, an encoding not asked for. */
  UPSTREAM_MALFORMED(true),
  /** The provider's own error, in the stream. */
  UPSTREAM_ERROR(false),
  /** The provider withheld the answer for its content. */
  CONTENT_FILTERED(false),
  /** The model's text is not the JSON that was asked for. */
  OUTPUT_INVALID(true),
  /** The server that wrote the answer went away. */
  PRODUCER_LOST(true),
  /** No room for one more answer, or for more of this one. */
  OVERLOADED(true),
  /** The caller's budget is used up. */
  BUDGET_EXCEEDED(false);

  private final boolean retryable;

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** The name on the wire: lower case with underscores. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same request can succeed later without a change. */
  public boolean retryable() {
    return retryable;
  }
}
