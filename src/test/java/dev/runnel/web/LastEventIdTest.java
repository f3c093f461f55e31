package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastEventIdTest {

  private static final String STREAM = "AbCdEfGhIjKlMnOpQrSt-_";
  private static final HttpServletRequest NONE = FakeRequest.from("127.0.0.1");

  @Test
  void readsTheHeader() {
    assertThat(LastEventId.of(NONE)).isNull();
    assertThat(LastEventId.of(header(STREAM + ".12"))).isEqualTo(new LastEventId(STREAM, 12));
    assertThat(LastEventId.of(header(STREAM + ".0"))).isEqualTo(new LastEventId(STREAM, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12",
        STREAM,
        STREAM + ".",
        STREAM + ".-1",
        STREAM + ".01",
        STREAM + ".1x",
        STREAM + ".1000000000000000000000",
        "x" + STREAM + ".1",
        "AbCdEfGhIjKlMnOpQrSt-!.1",
        STREAM + ".1\r\n",
      })
  void refusesWhatIsNoIdOfThisServer(String id) {
    assertThatThrownBy(() -> LastEventId.of(header(id)))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(400));
  }

  @Test
  void takesTheHeaderBeforeTheUrlAndBeginsWithoutEither() {
    assertThat(LastEventId.in(STREAM, null, NONE).position()).isZero();
    assertThat(LastEventId.in(STREAM, "3", NONE).position()).isEqualTo(3);
    assertThat(LastEventId.in(STREAM, STREAM + ".4", NONE).position()).isEqualTo(4);
    assertThat(LastEventId.in(STREAM, "3", header(STREAM + ".9")).position()).isEqualTo(9);
  }

  @Test
  void refusesAnIdOfAnotherStreamAndANonsensicalPosition() {
    String other = STREAM.toLowerCase(java.util.Locale.ROOT) + ".1";
    assertThatThrownBy(() -> LastEventId.in(STREAM, other, NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("another stream");
    assertThatThrownBy(() -> LastEventId.in(STREAM, "x", NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'after'");
  }

  private static HttpServletRequest header(String id) {
    return FakeRequest.from("127.0.0.1", "Last-Event-ID", id);
  }
}
