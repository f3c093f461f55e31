package dev.runnel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnel.json.JsonValue;
import dev.runnel.model.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

  @Test
  void readsMembersAndIgnoresTheOnesItIsNotAskedFor() throws IOException {
    RequestBody body = read("{\"message\":\"你好\",\"model\":null,\"other\":[{}]}");
    assertThat(body.message("message")).isEqualTo("你好");
    assertThat(body.optionalText("model")).isNull();
    assertThat(body.optionalText("absent")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[\"x\"]",
        "\"x\"",
        "{\"message\":\"x\"}{\"message\":\"y\"}",
        "{\"temperature\":NaN}",
        "{\"message\":\"x\",}",
        "{'message':'x'}",
        "{\"message\":\"x\",\"temperature\":1e1000000000}",
        "{\"message\":\"x\",\"schema\":{\"minimum\":-1E-325}}",
      })
  void refusesWhatIsNoJsonObject(String text) {
    assertRefused(400, text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"message\":\"\"}", "{\"message\":\" \\n \"}", "{\"message\":null}"})
  void refusesAMessageThatIsMissingOrBlank(String text) throws IOException {
    RequestBody body = read(text);
    assertThatThrownBy(() -> body.message("message"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'message' is missing or blank");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"message\":{\"$ne\":null}}", "{\"message\":1}", "{\"message\":[\"x\"]}"})
  void refusesAMessageThatIsNoText(String text) throws IOException {
    RequestBody body = read(text);
    assertThatThrownBy(() -> body.message("message"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'message' must be a string");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    assertRefused(400, "{\"message\":\"x\"}".getBytes(StandardCharsets.UTF_16LE));
    assertRefused(400, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertThatThrownBy(
            () ->
                RequestBody.read(
                    new ByteArrayInputStream(new byte[0]),
                    FakeRequest.from(
                        "127.0.0.1", "Content-Type", "application/json;charset=utf-16")))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(415));
  }

  @Test
  void refusesABodyWithoutAType() {
    assertThatThrownBy(
            () ->
                RequestBody.read(
                    new ByteArrayInputStream("{}".getBytes(StandardCharsets.US_ASCII)),
                    FakeRequest.from("127.0.0.1")))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(415));
  }

  @Test
  void refusesABodyOverTheNamedLimit() {
    assertRefused(413, "x".repeat(RequestBody.MAX_BYTES + 1).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void refusesNestingOverTheNamedLimit() {
    assertRefused(400, "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
    String deepest = "[".repeat(RequestBody.MAX_DEPTH) + "]".repeat(RequestBody.MAX_DEPTH);
    assertRefused(400, ("{\"a\":" + deepest + "}").getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void refusesMoreMembersThanTheNamedLimit() {
    assertRefused(
        400,
        ("{\"a\":[" + "1,".repeat(RequestBody.MAX_MEMBERS) + "1]}")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void readsEveryNumberThatADoubleCanBe() throws IOException {
    assertThat(read("{\"a\":[1.7976931348623157e+308,4.9E-324]}").has("a")).isTrue();
  }

  @Test
  void refusesAMessageOverTheNamedLimit() {
    String longest = "x".repeat(RequestBody.MAX_MESSAGE_CHARS);
    assertThat(RequestBody.message("message", longest)).isEqualTo(longest);
    assertThatThrownBy(() -> RequestBody.message("message", longest + "x"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("32001 characters; allowed are 32000");
  }

  @Test
  void readsAConversation() throws IOException {
    assertThat(
            read("""
                    {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u1"},
                     {"role":"assistant","content":"a","name":"ignored"},
                     {"role":"user","content":"u2"}]}
                    """)
                .messages("messages"))
        .containsExactly(
            Message.system("s"), Message.user("u1"), Message.assistant("a"), Message.user("u2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'x'                                             | 'messages' must be an array of messages",
        "[]                                              | not empty",
        "['x']                                           | 'messages/0' must be an object with",
        "[{'role':'user'}]                               | 'messages/0/content' is missing or blank",
        "[{'role':'user','content':' '}]                 | 'messages/0/content' is missing or blank",
        "[{'role':'user','content':['x']}]               | 'content' must be a string",
        "[{'role':'tool','content':'x'}]                 | one of: system, user, assistant",
        "[{'content':'x'}]                               | one of: system, user, assistant",
        "[{'role':'assistant','content':'x'}]            | must have the role user",
      })
  void saysWhatAConversationMustBe(String messages, String detail) throws IOException {
    RequestBody body = read("{\"messages\":" + messages.replace('\'', '"') + "}");
    assertThatThrownBy(() -> body.messages("messages"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }

  @Test
  void refusesMessagesOverTheNamedLimits() throws IOException {
    String message = "{\"role\":\"user\",\"content\":\"x\"}";
    String most = (message + ",").repeat(RequestBody.MAX_MESSAGES - 1) + message;
    assertThat(read("{\"m\":[" + most + "]}").messages("m")).hasSize(RequestBody.MAX_MESSAGES);
    RequestBody tooMany = read("{\"m\":[" + most + "," + message + "]}");
    assertThatThrownBy(() -> tooMany.messages("m"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("101 messages; allowed are 100");
    String longest = "x".repeat(RequestBody.MAX_MESSAGE_CHARS + 1);
    RequestBody tooLong = read("{\"m\":[" + message.replace("x", longest) + "]}");
    assertThatThrownBy(() -> tooLong.messages("m"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'m/0/content' has 32001 characters; allowed are 32000");
  }

  @Test
  void takesTheFirstOfTheAllowedWordsWhereNoneIsGiven() throws IOException {
    List<String> allowed = List.of("a", "b");
    assertThat(read("{}").choice("f", allowed)).isEqualTo("a");
    assertThat(read("{\"f\":null}").choice("f", allowed)).isEqualTo("a");
    assertThat(read("{\"f\":\"b\"}").choice("f", allowed)).isEqualTo("b");
    RequestBody other = read("{\"f\":\"c\"}");
    assertThatThrownBy(() -> other.choice("f", allowed))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'f' must be one of: a, b.");
  }

  @Test
  void countsNullAsAbsent() throws IOException {
    RequestBody body = read("{\"a\":null,\"b\":false}");
    assertThat(body.has("a")).isFalse();
    assertThat(body.has("b")).isTrue();
    assertThat(body.has("c")).isFalse();
    assertThat(body.value("b")).isEqualTo(JsonValue.parse("false"));
  }

  private static RequestBody read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RequestBody read(byte[] bytes) throws IOException {
    return RequestBody.read(
        new ByteArrayInputStream(bytes),
        FakeRequest.from("127.0.0.1", "Content-Type", "application/json"));
  }

  private static void assertRefused(int status, byte[] bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }
}
