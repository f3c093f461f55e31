package dev.runnel.web.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiCorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authorization,content-type,x-stainless-arch,x-stainless-retry-count | x-stainless-arch, x-stainless-retry-count",
        "openai-organization, openai-project | openai-organization, openai-project",
        "X-Stainless-Helper-Method,X-Stainless-Helper-Method | x-stainless-helper-method",
        "x-user-id | ''",
        "'' | ''",
      })
  void allowsWhatTheClientSaysOfItself(String requested, String allowed) {
    assertThat(OpenAiCors.clientsOwn(requested)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-stainless-",
        "openai",
        "xopenai-project",
        "x-stainless-os: 1",
        "x-stainless-a\r\nset-cookie",
        "*",
      })
  void allowsNothingThatIsNoneOfItsNames(String requested) {
    assertThat(OpenAiCors.clientsOwn(requested)).isEmpty();
  }

  @Test
  void allowsNothingWhereNothingIsAskedFor() {
    assertThat(OpenAiCors.clientsOwn(null)).isEmpty();
  }

  @Test
  void allowsSoManyNamesAndNotOneMore() {
    String many =
        IntStream.rangeClosed(0, OpenAiCors.MAX_NAMES)
            .mapToObj(i -> "x-stainless-" + i)
            .collect(Collectors.joining(","));
    assertThat(OpenAiCors.clientsOwn(many).split(", ", -1))
        .hasSize(OpenAiCors.MAX_NAMES)
        .contains("x-stainless-0")
        .doesNotContain("x-stainless-" + OpenAiCors.MAX_NAMES);
  }
}
