package dev.runnel.model.http;

import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The head of a provider's reply, and the maker of failures: they carry the provider's code, log id
 * and wish to wait, and never the key. Immutable.
 */
public final class Reply {

  /** The longest provider's code or log id that is passed on, in characters. */
  static final int MAX_ID = 128;

  private final int status;
  private final HttpHeaders headers;
  private final Redaction redaction;
  private final @Nullable Duration retryAfter;

  Reply(int status, HttpHeaders headers, Redaction redaction, Instant now) {
    this.status = status;
    this.headers = headers;
    this.redaction = redaction;
    this.retryAfter = RetryAfter.parse(headers.firstValue("retry-after").orElse(null), now);
  }

  /** Whether the status is 2xx. */
  public boolean successful() {
    return status / 100 == 2;
  }

  /** The id that the provider's support asks for, or null. */
  public @Nullable String logId() {
    return redaction.shown(
        headers.firstValue("x-tt-logid").or(() -> headers.firstValue("x-request-id")).orElse(null),
        MAX_ID);
  }

  /**
   * What the failure is. A status that says something goes first; the provider's own code goes
   * before a 2xx, and before a 4xx that only says no.
   *
   * @param own the meaning of the provider's own code, or null when it has none that is known
   */
  public ErrorCode meaning(@Nullable ErrorCode own) {
    ErrorCode byStatus = meaningOf(status);
    boolean vague = successful() || (status / 100 == 4 && byStatus == ErrorCode.UPSTREAM_REJECTED);
    return vague && own != null ? own : byStatus;
  }

  /** What an HTTP status says of a failure; {@link ErrorCode#UPSTREAM_ERROR} for a 2xx. */
  public static ErrorCode meaningOf(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UPSTREAM_AUTH;
      case 403 -> ErrorCode.UPSTREAM_FORBIDDEN;
      case 404 -> ErrorCode.UPSTREAM_NOT_FOUND;
      case 429 -> ErrorCode.UPSTREAM_RATE_LIMITED;
      // The provider gave up on us as with a 503: worth a retry, and none of our own timers.
      case 408 -> ErrorCode.UPSTREAM_UNAVAILABLE;
      default ->
          switch (status / 100) {
            case 2 -> ErrorCode.UPSTREAM_ERROR;
            case 5 -> ErrorCode.UPSTREAM_UNAVAILABLE;
            default -> ErrorCode.UPSTREAM_REJECTED;
          };
    };
  }

  /**
   * A failure that the provider reported.
   *
   * @param code what it means
   * @param error the provider's words: the key in them becomes {@code ***}, and they are cut
   */
  public ModelException failure(ErrorCode code, ProviderError error) {
    StringBuilder text = new StringBuilder(sentence(code));
    if (!successful()) {
      text.append(" (HTTP ").append(status).append(')');
    }
    String message = redaction.shown(error.message(), ModelException.MAX_PROVIDER_MESSAGE);
    if (message != null && !message.isEmpty()) {
      text.append(": ").append(message);
    }
    String logId = logId();
    return ModelException.of(code, text.toString())
        .providerCode(redaction.shown(error.code(), MAX_ID))
        .logId(logId == null ? redaction.shown(error.logId(), MAX_ID) : logId)
        .retryAfter(retryAfter)
        .build();
  }

  /**
   * A failure of the wire.
   *
   * @param what what is broken, in words of ours, holding nothing of the reply
   */
  public ModelException malformed(String what) {
    return ModelException.of(
            ErrorCode.UPSTREAM_MALFORMED, sentence(ErrorCode.UPSTREAM_MALFORMED) + ": " + what)
        .logId(logId())
        .build();
  }

  /** The reply ended too early. */
  ModelException truncated(@Nullable Throwable cause) {
    ModelException.Builder failure =
        ModelException.of(
                ErrorCode.UPSTREAM_TRUNCATED, "The model provider's reply ended before its end")
            .logId(logId());
    return cause == null ? failure.build() : failure.cause(cause).build();
  }

  int status() {
    return status;
  }

  /** Whether the body is in an encoding: none was asked for, and none is undone. */
  boolean encoded() {
    return headers.allValues("content-encoding").stream()
        .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
  }

  /** Whether the body is of a media type, whatever its parameters. */
  boolean is(String mediaType) {
    String type = headers.firstValue("content-type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters))
        .strip()
        .equalsIgnoreCase(mediaType);
  }

  private static String sentence(ErrorCode code) {
    return switch (code) {
      case UPSTREAM_AUTH -> "The model provider does not accept the key";
      case UPSTREAM_FORBIDDEN -> "The model provider does not allow this";
      case UPSTREAM_NOT_FOUND -> "The model provider does not know this model or bot";
      case UPSTREAM_REJECTED -> "The model provider refused the request";
      case UPSTREAM_RATE_LIMITED -> "The model provider has too many requests";
      case UPSTREAM_UNAVAILABLE -> "The model provider is not available";
      case UPSTREAM_MALFORMED -> "The model provider's reply is broken";
      case CONTENT_FILTERED -> "The model provider withheld the answer";
      default -> "The model provider reported an error";
    };
  }
}
