package dev.runnel.model.http;

import dev.runnel.model.ErrorCode;
import dev.runnel.model.ModelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What it means that no head of a reply came. */
final class ConnectionFailures {

  private ConnectionFailures() {}

  /** The failure, or null for one that is no matter of the connection. */
  static @Nullable ModelException of(Throwable thrown) {
    if (thrown instanceof ProtocolException) {
      // Not the cause: its message quotes the reply.
      return ModelException.of(
              ErrorCode.UPSTREAM_MALFORMED,
              "The model provider's reply is broken: it is not HTTP/1.1")
          .build();
    }
    if (!(thrown instanceof IOException)) {
      return null;
    }
    return ModelException.of(
            ErrorCode.UPSTREAM_UNAVAILABLE, "The model provider is not available: " + what(thrown))
        .cause(thrown)
        .build();
  }

  /** What was thrown in the first place. */
  static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }

  private static String what(Throwable thrown) {
    if (thrown instanceof ConnectException) {
      return thrown.getCause() instanceof UnresolvedAddressException
          ? "its host name is not known"
          : "it does not accept a connection";
    }
    return thrown instanceof SSLException
        ? "no TLS connection to it can be made"
        : "the connection broke before a reply came";
  }
}
