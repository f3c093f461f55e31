package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.completion.Requester;
import dev.runnel.config.AccessSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerTest {

  private static final AccessSettings TRUSTING =
      new AccessSettings(
          AccessSettings.Auth.ANONYMOUS,
          Set.of(),
          false,
          Set.of(proxy("10.0.0.1"), proxy("fd00::7")));

  @Test
  void doesNotLimitLocalCallers() {
    assertThat(Caller.requester(FakeRequest.from("127.0.0.1", "Host", "localhost:5001"), TRUSTING))
        .isEqualTo(new Requester("local", null));
  }

  @Test
  void countsOthersByTheirAddressAndBelievesOnlyTrustedProxies() {
    assertThat(user("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(user("192.0.2.7", "X-Forwarded-For", "203.0.113.1")).isEqualTo("192.0.2.7");
    assertThat(user("127.0.0.1", "X-Forwarded-For", "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(user("10.0.0.2", "X-Forwarded-For", "203.0.113.1"))
        .as("no proxy that is trusted")
        .isEqualTo("10.0.0.2");
    assertThat(user("fd00:0:0:0:0:0:0:7", "X-Forwarded-For", "203.0.113.1"))
        .isEqualTo("203.0.113.1");
    assertThat(user("10.0.0.1", "X-Forwarded-For", "198.51.100.9, 203.0.113.1"))
        .as("the caller may have written all but the last")
        .isEqualTo("203.0.113.1");
  }

  private static InetAddress proxy(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static @Nullable String user(String address, String... headers) {
    Requester requester = Caller.requester(FakeRequest.from(address, headers), TRUSTING);
    assertThat(requester.owner()).isEqualTo("anonymous");
    return requester.user();
  }
}
