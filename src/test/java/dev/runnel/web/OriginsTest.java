package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.config.AccessSettings;
import dev.runnel.config.AccessSettings.Auth;
import dev.runnel.web.Origins.Standing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  private static final String REMOTE = "192.0.2.7";

  private final Origins origins =
      new Origins(
          new AccessSettings(Auth.ANONYMOUS, Set.of("https://portal.example"), false, Set.of()));

  @ParameterizedTest
  @CsvSource({
    "https://answers.example, answers.example",
    "https://answers.example, answers.example:443",
    "http://answers.example, answers.example:80",
    "http://answers.example:5001, answers.example:5001",
  })
  void knowsItsOwnPages(String origin, String host) {
    assertThat(standing(REMOTE, origin, host)).isEqualTo(Standing.OWN);
  }

  @Test
  void letsListedOriginsIn() {
    assertThat(standing(REMOTE, "https://portal.example", "answers.example"))
        .isEqualTo(Standing.LISTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://portal.example",
        "https://portal.example:8443",
        "https://portal.example.evil.test",
        "https://evil.test",
        "http://localhost:3000",
        "null",
        "file://",
      })
  void refusesAllOthers(String origin) {
    Standing standing = standing(REMOTE, origin, "answers.example");
    assertThat(standing).isEqualTo(Standing.FOREIGN);
    assertThat(standing.mayCall()).isFalse();
  }

  @Test
  void letsAFrontEndInDevelopmentInWhileTheCallIsLocal() {
    assertThat(standing("127.0.0.1", "http://localhost:3000", "localhost:5001"))
        .isEqualTo(Standing.OPEN);
    assertThat(standing("127.0.0.1", "http://evil.test", "localhost:5001"))
        .isEqualTo(Standing.FOREIGN);
  }

  @Test
  void letsAnyOriginInOnlyWhereThatIsWritten() {
    Origins open = new Origins(new AccessSettings(Auth.ANONYMOUS, Set.of(), true, Set.of()));
    assertThat(
            open.of(FakeRequest.from(REMOTE, "Origin", "https://evil.test", "Host", "a.example")))
        .isEqualTo(Standing.OPEN);
  }

  @Test
  void whatBelongsToAllLocalCallersIsNotForAnyOrigin() {
    Origins open =
        new Origins(
            new AccessSettings(Auth.LOOPBACK, Set.of("https://portal.example"), true, Set.of()));
    String host = "localhost:5001";
    assertThat(open.mayList(FakeRequest.from("127.0.0.1", "Host", host))).isTrue();
    for (String origin :
        List.of("http://localhost:5001", "http://localhost:3000", "https://portal.example")) {
      assertThat(open.mayList(FakeRequest.from("127.0.0.1", "Origin", origin, "Host", host)))
          .as(origin)
          .isTrue();
    }
    for (String origin : List.of("https://evil.test", "null", "http://localhost.evil.test")) {
      assertThat(open.mayList(FakeRequest.from("127.0.0.1", "Origin", origin, "Host", host)))
          .as(origin)
          .isFalse();
    }
    assertThat(
            origins.mayList(
                FakeRequest.from("127.0.0.1", "Origin", "https://evil.test", "Host", host)))
        .as("no page of a foreign origin")
        .isFalse();
  }

  @Test
  void seesACallWithoutAnOrigin() {
    assertThat(origins.of(FakeRequest.from(REMOTE, "Host", "a.example"))).isEqualTo(Standing.NONE);
  }

  private Standing standing(String address, String origin, String host) {
    return origins.of(FakeRequest.from(address, "Origin", origin, "Host", host));
  }
}
