package dev.runnel.model.http;

import dev.runnel.config.Secret;
import dev.runnel.config.TimeoutSettings;
import dev.runnel.model.ModelCall;
import dev.runnel.standin.Loopback;
import dev.runnel.standin.ProviderStandIn;
import dev.runnel.standin.RecordedRequest;
import dev.runnel.standin.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges with a stand-in in the plainest protocol. The limits fall from phase to phase, so that
 * each phase's alarm is what the scheduler has pending; the jitter is in its middle.
 */
final class HttpFixture extends Loopback {

  static final Duration CONNECT = Duration.ofSeconds(40);
  static final Duration FIRST_BYTE = Duration.ofSeconds(30);
  static final Duration IDLE = Duration.ofSeconds(20);
  static final Duration TOTAL = Duration.ofMinutes(10);
  static final TimeoutSettings TIMEOUTS = new TimeoutSettings(CONNECT, FIRST_BYTE, IDLE, TOTAL);
  static final Instant WALL_CLOCK = Instant.parse("2031-05-06T07:08:09Z");
  static final String KEY = "sk-loopback-2718281828";

  final ProviderHttp http;

  /** With a client of its own at a stand-in that is given. */
  HttpFixture(HttpClient.Builder client, TimeoutSettings timeouts, ProviderStandIn standIn) {
    super(standIn);
    this.http = new ProviderHttp(client, timeouts, threads(), () -> WALL_CLOCK, () -> 0.5);
  }

  /** At a stand-in that picks a script for each request. */
  static HttpFixture with(Function<RecordedRequest, Script> scripts) throws IOException {
    return new HttpFixture(HttpClient.newBuilder(), TIMEOUTS, ProviderStandIn.start(scripts));
  }

  /** At a stand-in that plays one script after the other, the last one again and again. */
  static HttpFixture with(Script... scripts) throws IOException {
    return with(inTurn(scripts));
  }

  ModelCall exchange() {
    return exchange(standIn.uri("/answers"));
  }

  ModelCall exchange(URI uri) {
    return exchange(request(uri, new Secret(KEY)));
  }

  ModelCall exchange(ProviderRequest request) {
    return http.exchange(request, listener);
  }

  static ProviderRequest request(URI uri, @Nullable Secret key) {
    return new ProviderRequest(
        "tide",
        uri,
        Credentials.of(key),
        "{\"ask\":\"何时涨潮\"}",
        null,
        (reply, out) -> new PlainReader(reply, out, uri));
  }
}
