package dev.runnel.web.uimessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.model.Message;
import dev.runnel.web.BodyOf;
import dev.runnel.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UiChatRequestTest {

  private static final String USER =
      "{\"id\":\"m\",\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}";

  private static final String ASSISTANT =
      "{\"role\":\"assistant\",\"parts\":[{\"type\":\"step-start\"},"
          + "{\"type\":\"reasoning\",\"text\":\"hm\"},{\"type\":\"text\",\"text\":\"hello\"},"
          + "{\"type\":\"data-follow-up\",\"data\":{\"question\":\"why?\"}}]}";

  @Test
  void takesTheTextOfEachMessageAndNothingElse() {
    UiChatRequest request = read("submit-message", USER + "," + ASSISTANT + "," + USER);
    assertThat(request.chatId()).isEqualTo("c");
    assertThat(request.model()).isNull();
    assertThat(request.messages())
        .containsExactly(Message.user("hi"), Message.assistant("hello"), Message.user("hi"));
  }

  @Test
  void answersAnewWhatItIsAskedToEvenIfTheOldAnswerWasSent() {
    assertThat(read("regenerate-message", USER).messages()).containsExactly(Message.user("hi"));
    assertThat(read("regenerate-message", USER + "," + ASSISTANT).messages())
        .containsExactly(Message.user("hi"));
    assertThatThrownBy(() -> read("submit-message", USER + "," + ASSISTANT))
        .hasMessageContaining("must have the role user");
  }

  @Test
  void forgetsAnAnswerThatWasStoppedBeforeItsFirstWord() {
    String empty = "{\"role\":\"assistant\",\"parts\":[{\"type\":\"step-start\"}]}";
    assertThat(read("submit-message", USER + "," + empty + "," + USER).messages())
        .containsExactly(Message.user("hi"), Message.user("hi"));
  }

  @Test
  void findsTheModelInTheBodyOrInTheLastMessage() {
    String named =
        "{\"role\":\"user\",\"metadata\":{\"model\":\"deep\"},"
            + "\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}";
    assertThat(read("submit-message", named).model()).isEqualTo("deep");
    assertThat(
            UiChatRequest.of(
                    BodyOf.json("{\"id\":\"c\",\"model\":\"fast\",\"messages\":[" + named + "]}"))
                .model())
        .isEqualTo("fast");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 'id' must be the chat's id, of 1 to 256 characters",
        "{\"id\":\"c\"} | 'messages' must be an array of messages",
        "{\"id\":\"c\",\"messages\":[]} | 'messages' must be an array of messages",
        "{\"id\":\"c\",\"messages\":[{}]} | 'messages/0' must be an object with 'role' and 'parts'",
        "{\"id\":\"c\",\"messages\":[{\"role\":\"user\",\"parts\":[]}]} | 'messages/0/parts' is missing or blank",
        "{\"id\":\"c\",\"messages\":[{\"role\":\"tool\",\"parts\":[]}]} | 'messages/0/role' must be one of: system, user, assistant",
        "{\"id\":\"c\",\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"file\",\"url\":\"data:,\"}]}]} | has a file",
        "{\"id\":\"c\",\"messages\":[{\"role\":\"user\",\"parts\":[7]}]} | must be an object with a 'type'",
        "{\"id\":\"c\",\"messages\":[{\"role\":\"user\",\"parts\":[{\"type\":\"text\"}]}]} | must have 'text', a string",
        "{\"id\":\"c\",\"trigger\":\"other\",\"messages\":[]} | 'trigger' must be one of: submit-message, regenerate-message",
      })
  void saysWhatIsWrong(String body, String detail) {
    assertThatThrownBy(() -> UiChatRequest.of(BodyOf.json(body)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }

  @Test
  void limitsMessagesAndTheirLengths() {
    String many = (USER + ",").repeat(100) + USER;
    assertThatThrownBy(() -> read("submit-message", many))
        .hasMessageContaining("101 messages; allowed are 100");
    String full = "x".repeat(16_000);
    String two =
        "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"%s\"},"
            + "{\"type\":\"text\",\"text\":\"%s\"}]}";
    assertThat(read("submit-message", two.formatted(full, full.substring(1))).messages())
        .hasSize(1);
    assertThatThrownBy(() -> read("submit-message", two.formatted(full, full)))
        .hasMessageContaining("has 32001 characters; allowed are 32000");
    assertThatThrownBy(() -> UiChatRequest.chatId("chatId", "x".repeat(257)))
        .hasMessageContaining("'chatId' must be the chat's id");
    assertThat(UiChatRequest.chatId("chatId", "x".repeat(256))).hasSize(256);
  }

  private static UiChatRequest read(String trigger, String messages) {
    return UiChatRequest.of(
        BodyOf.json(
            "{\"id\":\"c\",\"trigger\":\"" + trigger + "\",\"messages\":[" + messages + "]}"));
  }
}
