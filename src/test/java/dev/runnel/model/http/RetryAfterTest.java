package dev.runnel.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

  @Test
  void readsSeconds() {
    assertThat(parse("120")).isEqualTo(Duration.ofMinutes(2));
    assertThat(parse(" 0 ")).isEqualTo(Duration.ZERO);
  }

  @Test
  void readsADateAsTheTimeUntilIt() {
    assertThat(parse("Tue, 06 May 2031 07:09:09 GMT")).isEqualTo(Duration.ofMinutes(1));
    assertThat(parse("Mon, 05 May 2031 07:09:09 GMT")).isEqualTo(Duration.ZERO);
  }

  @Test
  void passesNoLongerWaitOnThanADay() {
    assertThat(parse("86401")).isEqualTo(RetryAfter.MAX);
    assertThat(parse("99999999999999999999999")).isEqualTo(RetryAfter.MAX);
    assertThat(parse("Fri, 06 May 2033 07:09:09 GMT")).isEqualTo(RetryAfter.MAX);
  }

  @Test
  void takesAnythingElseForNone() {
    assertThat(parse(null)).isNull();
    assertThat(parse("")).isNull();
    assertThat(parse("-1")).isNull();
    assertThat(parse("1.5")).isNull();
    assertThat(parse("soon")).isNull();
    assertThat(parse("٣")).isNull();
  }

  private static @Nullable Duration parse(@Nullable String header) {
    return RetryAfter.parse(header, NOW);
  }
}
