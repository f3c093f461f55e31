package dev.runnel.web.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.model.CompletionRequest.OutputFormat;
import dev.runnel.model.Message;
import dev.runnel.web.BodyOf;
import dev.runnel.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionRequestTest {

  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Test
  void takesMessagesAsStringsAndAsTextParts() {
    ChatCompletionRequest request =
        read(
            "{\"model\":\"ark\",\"messages\":["
                + "{\"role\":\"developer\",\"content\":\"be brief\"},"
                + "{\"role\":\"system\",\"content\":\"be kind\"},"
                + "{\"role\":\"user\",\"name\":\"Ann\",\"content\":\"one\"},"
                + "{\"role\":\"assistant\",\"content\":\"\"},"
                + "{\"role\":\"assistant\",\"content\":\"two\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"three\"},"
                + "{\"type\":\"text\",\"text\":\"four\"}]}]}");
    assertThat(request.model()).isEqualTo("ark");
    assertThat(request.messages())
        .containsExactly(
            Message.system("be brief"),
            Message.system("be kind"),
            Message.user("one"),
            Message.assistant("two"),
            Message.user("three\nfour"));
    assertThat(request.temperature()).isNull();
    assertThat(request.output()).isEqualTo(OutputFormat.TEXT);
    assertThat(request.includeUsage()).isFalse();
  }

  @Test
  void takesWhatAModelCanBeAskedFor() {
    ChatCompletionRequest request =
        read(
            "{"
                + HI
                + ",\"temperature\":0.5,\"stream_options\":{\"include_usage\":true},"
                + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                + "{\"name\":\"x\",\"schema\":{\"type\":\"object\"}}}}");
    assertThat(request.temperature()).isEqualTo(0.5);
    assertThat(request.output()).isEqualTo(new OutputFormat.JsonSchema("{\"type\":\"object\"}"));
    assertThat(request.includeUsage()).isTrue();
    assertThat(read("{" + HI + ",\"response_format\":{\"type\":\"json_object\"}}").output())
        .isEqualTo(OutputFormat.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":1",
        "\"n\":null",
        "\"tools\":[]",
        "\"modalities\":[\"text\"]",
        "\"max_tokens\":5,\"max_completion_tokens\":5,\"top_p\":0.1,\"seed\":7,\"user\":\"x\"",
        "\"logprobs\":false",
        "\"response_format\":{\"type\":\"text\"}",
        "\"temperature\":2",
        "\"unheard\":{\"of\":[]}",
      })
  void letsPassWhatChangesNothingOrOnlyTunes(String member) {
    assertThat(read("{" + HI + "," + member + "}").messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n\":2 | 'n' must be 1",
        "\"tools\":[{}] | 'tools' is not supported here",
        "\"functions\":[{}] | 'functions' is not supported here",
        "\"modalities\":[\"text\",\"audio\"] | 'modalities' must be",
        "\"logprobs\":true | 'logprobs' must be false",
        "\"temperature\":2.1 | 'temperature' must be a number from 0 to 2",
        "\"temperature\":\"hot\" | 'temperature' must be a number from 0 to 2",
        "\"response_format\":{\"type\":\"xml\"} | 'response_format/type' must be one of",
        "\"response_format\":\"json\" | 'response_format/type' must be one of",
        "\"response_format\":{\"type\":\"json_schema\"} | 'response_format/json_schema/schema' must be",
        "\"stream_options\":{\"include_usage\":1} | 'stream_options/include_usage' must be true or false",
        "\"model\":7 | 'model' must be a string",
      })
  void refusesWhatWouldBeAnotherAnswer(String member, String detail) {
    assertThatThrownBy(() -> read("{" + HI + "," + member + "}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 'messages/0' must be an object with 'role' and 'content'",
        "{\"role\":\"user\"} | 'messages/0/content' is missing or blank",
        "{\"role\":\"tool\",\"content\":\"x\"} | 'messages/0/role' must be one of: system, developer, user, assistant",
        "{\"role\":\"user\",\"content\":7} | 'messages/0/content' must be a string or an array of parts",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]} | models are asked with text alone",
        "{\"role\":\"assistant\",\"tool_calls\":[{}]} | 'messages/0/tool_calls' is not supported",
        "{\"role\":\"assistant\",\"content\":\"x\"} | must have the role user",
      })
  void saysWhatIsWrongWithAMessage(String message, String detail) {
    assertThatThrownBy(() -> read("{\"messages\":[" + message + "]}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }

  @Test
  void readsWhetherToStream() {
    assertThat(ChatCompletionRequest.streamed(BodyOf.json("{}"))).isFalse();
    assertThat(ChatCompletionRequest.streamed(BodyOf.json("{\"stream\":false}"))).isFalse();
    assertThat(ChatCompletionRequest.streamed(BodyOf.json("{\"stream\":true}"))).isTrue();
    assertThatThrownBy(() -> ChatCompletionRequest.streamed(BodyOf.json("{\"stream\":\"yes\"}")))
        .hasMessageContaining("'stream' must be true or false");
  }

  private static ChatCompletionRequest read(String json) {
    return ChatCompletionRequest.of(BodyOf.json(json));
  }
}
