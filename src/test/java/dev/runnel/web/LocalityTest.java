package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalityTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost:5001",
    "127.0.0.1, 127.0.0.1",
    "127.8.9.1, LOCALHOST",
    "0:0:0:0:0:0:0:1, [::1]:5001",
    "::1, localhost",
  })
  void countsACallerOnThisMachineAsLocal(String address, String host) {
    assertThat(Locality.isLocal(FakeRequest.from(address, "Host", host))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, localhost",
    "10.0.0.1, localhost",
    "2001:db8::1, localhost",
    "127.0.0.1, rebound.evil.test",
    "127.0.0.1, rebound.evil.test:5001",
    "127.0.0.1, localhost.evil.test",
    "127.0.0.1, 127.0.0.1.evil.test",
    "127.0.0.1, 127evil.test",
  })
  void countsAnotherMachineOrAnotherNameAsForeign(String address, String host) {
    assertThat(Locality.isLocal(FakeRequest.from(address, "Host", host))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "X-Forwarded-For",
        "x-forwarded-host",
        "X-Forwarded-Prefix",
        "X-Forwarded-Ssl",
        "X-Client-IP",
        "X-Forwarded-Proto",
        "X-Real-IP",
        "Via"
      })
  void countsWhatAProxySendsOnAsForeign(String header) {
    assertThat(
            Locality.isLocal(
                FakeRequest.from("127.0.0.1", "Host", "localhost", header, "127.0.0.1")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "localhost", "rebound.evil.test"})
  void countsAnAddressThatIsNoneAsForeign(String address) {
    assertThat(Locality.isLocal(FakeRequest.from(address, "Host", "localhost"))).isFalse();
  }

  @Test
  void countsACallWithoutAHostAsForeign() {
    assertThat(Locality.isLocal(FakeRequest.from("127.0.0.1"))).isFalse();
  }
}
