package dev.runnel.web.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnel.log.LogEntry;
import dev.runnel.model.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiErrorTest {

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error,",
    "401, authentication_error,",
    "403, permission_error,",
    "404, invalid_request_error,",
    "429, rate_limit_error, rate_limit_exceeded",
    "503, server_error,",
  })
  void namesTheKindOfARefusal(int status, String type, String code) {
    OpenAiError error = OpenAiError.refused(status, "no", null);
    assertThat(error.type()).isEqualTo(type);
    assertThat(error.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void tellsEveryFailureAsOneThatIsNotTheRequests(ErrorCode code) {
    OpenAiError error = OpenAiError.of(LogEntry.Failed.of(code, "it failed"));
    int status =
        switch (code) {
          case UPSTREAM_RATE_LIMITED -> 429;
          case UPSTREAM_TIMEOUT -> 504;
          case OVERLOADED, PRODUCER_LOST -> 503;
          default -> 502;
        };
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.code()).isEqualTo(code.code());
    assertThat(error.retryable()).isEqualTo(code.retryable());
  }

  @Test
  void aStoppedAnswerIsNotToBeAskedForAgain() {
    assertThat(OpenAiError.of(new LogEntry.Cancelled(null)).retryable()).isFalse();
  }
}
